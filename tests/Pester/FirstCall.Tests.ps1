# What the runtime has to compile before a first answer, by its own list. Not how long that takes, which hangs on the machine.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'first'
    Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'FirstCat')) | Register-DifyApp
    $list = Join-Path $folder 'methods.txt'
    $called = Invoke-Pwsh -Environment @{ DOTNET_JitStdOutFile = $list; DOTNET_JitDisasmSummary = '1' } { "$(Invoke-DifyChat firstcat hi)" }
    $called.Errors | Should -BeNullOrEmpty
    $called.Output | Should -Be "FirstCat here: you said 'hi'"
    $methods = Get-Content -LiteralPath $list
}

Describe 'The first call of a process' {
    It 'has no serializer learn a type' {
        # Each type that a serializer learns is a hundred methods: reading the registry was once six hundred of them.
        @($methods -match 'System\.Text\.Json\.Serialization\.Metadata').Count | Should -BeLessThan 30
    }

    It 'has about as much of the module compiled as it did' {
        # With the methods of the runtime that are compiled anew for a type of the module. About 750 when this was written.
        @($methods -match 'Dify').Count | Should -BeGreaterThan 100 -Because 'the list is one of methods'
        @($methods -match 'Dify').Count | Should -BeLessThan 1000
    }
}
