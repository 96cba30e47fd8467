# Other modules bring other versions of the same libraries. Whoever comes first, each keeps its own.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'context'
    Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'ContextCat')) | Register-DifyApp
    $libraries = 'Polly.Core', 'System.Net.ServerSentEvents'

    # Says which versions are loaded in which context, after a call that needs both libraries.
    $script = {
        param($Folder, $Manifest, $Others)
        if ($Others -eq 'first') {
            Get-ChildItem $Folder -Filter '*.dll' | ForEach-Object { $null = [Reflection.Assembly]::LoadFrom($_.FullName) }
        }
        Import-Module $Manifest
        $answer = "$(Invoke-DifyChat contextcat 'hi')"
        if ($Others -eq 'last') {
            Get-ChildItem $Folder -Filter '*.dll' | ForEach-Object { $null = [Reflection.Assembly]::LoadFrom($_.FullName) }
            $answer = "$(Invoke-DifyChat contextcat 'hi')"
        }
        $answer
        foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Polly.Core', 'System.Net.ServerSentEvents' }) {
            $name = $assembly.GetName()
            "$($name.Name) $($name.Version.Major) $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name)"
        }
    }
}

Describe 'Libraries of another module' {
    BeforeDiscovery {
        # Writing an assembly without a compiler came with .NET 9.
        $canWrite = [bool] ('System.Reflection.Emit.PersistedAssemblyBuilder' -as [type])
    }

    It 'that come <_> are left alone, and leave the module alone' -ForEach 'first', 'last' -Skip:(-not $canWrite) {
        $others = (New-Item -ItemType Directory -Path (Join-Path $folder $_)).FullName
        foreach ($library in $libraries) {
            $name = [Reflection.AssemblyName]::new($library)
            $name.Version = '99.0.0.0'
            $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly, $null)
            $null = $builder.DefineDynamicModule($library).DefineType('Another.Version', 'Public').CreateType()
            $builder.Save((Join-Path $others "$library.dll"))
        }
        $run = Invoke-Pwsh $script -Bare -ArgumentList $others, (Get-ManifestPath), $_
        $run.Errors | Should -BeNullOrEmpty
        $lines = $run.Output -split '\r?\n'
        $lines[0] | Should -Be "ContextCat here: you said 'hi'"
        foreach ($library in $libraries) {
            $lines | Should -Contain "$library 99 Default"
            @($lines -match "^$([regex]::Escape($library)) \d+ DifyPS$").Count | Should -Be 1
        }
    }
}
