# Other modules bring other versions of the same libraries. Whoever comes first, each keeps its own.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'context'
    Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'ContextCat')) | Register-DifyApp

    # Tells the versions of Polly.Core and where each is loaded, after a call that needs it.
    $script = {
        param($Other, $Manifest, $Order)
        if ($Order -eq 'first') {
            $null = [Reflection.Assembly]::LoadFrom($Other)
        }
        Import-Module $Manifest
        $answer = "$(Invoke-DifyChat contextcat 'hi')"
        if ($Order -eq 'last') {
            $null = [Reflection.Assembly]::LoadFrom($Other)
            $answer = "$(Invoke-DifyChat contextcat 'hi')"
        }
        $answer
        [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Polly.Core' } |
            ForEach-Object { "$($_.GetName().Version.Major) $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" } |
            Sort-Object
    }
}

Describe 'A library of another module' {
    BeforeDiscovery {
        # Writing an assembly without a compiler came with .NET 9.
        $canWrite = [bool] ('System.Reflection.Emit.PersistedAssemblyBuilder' -as [type])
    }

    It 'that comes <_> is left alone, and leaves the module alone' -ForEach 'first', 'last' -Skip:(-not $canWrite) {
        $other = Join-Path (New-WorkFolder "context-$_") 'Polly.Core.dll'
        $name = [Reflection.AssemblyName]::new('Polly.Core')
        $name.Version = '99.0.0.0'
        $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly, $null)
        $null = $builder.DefineDynamicModule('Polly.Core').DefineType('Another.Version', 'Public').CreateType()
        $builder.Save($other)

        # A call that is tried again.
        $null = Add-SimulatedFault @{ status = 429; app = 'ContextCat'; path = '/chat-messages'; count = 1 }
        $run = Invoke-Pwsh $script -Bare -ArgumentList $other, (Get-ManifestPath), $_
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be "ContextCat here: you said 'hi'", '8 DifyPS', '99 Default'
    }
}
