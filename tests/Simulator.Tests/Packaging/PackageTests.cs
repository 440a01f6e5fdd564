using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Simulator.Tests.Packaging;

/// <summary>The packages as a user gets them: packed from this build, restored outside the checkout into a packages folder of their own, and run.</summary>
[Collection(BuildsOneAfterTheOther.Name)]
public sealed partial class PackageTests(PackageTests.PackedBuild packed) : IClassFixture<PackageTests.PackedBuild>
{
    private static readonly string[] Libraries = ["Simulator.Numerics", "Simulator", "Simulator.Laws"];

    public static TheoryData<string> Packages => [.. Libraries, "Simulator.Tool"];

    [Fact]
    public void These_packages_are_made_and_no_others()
        => Assert.Equal(
            Packages.Select(row => $"{row.Data}.{packed.Version}.nupkg").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_says_what_it_is_and_names_no_address(string name)
    {
        using ZipArchive package = packed.Open(name);
        XElement metadata = XDocument.Load(package.GetEntry($"{name}.nuspec")!.Open()).Root!.Elements().Single();
        foreach (string field in (string[])["description", "license", "readme", "tags", "authors"])
            Assert.False(string.IsNullOrWhiteSpace(metadata.Elements().Single(e => e.Name.LocalName == field).Value), field);
        Assert.DoesNotContain(metadata.Elements(), e => e.Name.LocalName == "projectUrl");
        Assert.DoesNotContain(metadata.Descendants().Attributes(), a => a.Name.LocalName == "url");

        // A readme is shown where there are no other files of the repository.
        string readme = ReadText(package, "README.md");
        Assert.StartsWith($"# {name}\n", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("](", readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_has_its_assembly_and_no_debug_symbols_of_others(string name)
    {
        using ZipArchive package = packed.Open(name);
        string[] entries = [.. package.Entries.Select(e => e.FullName)];
        if (Libraries.Contains(name)) Assert.Equal([$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], entries.Where(e => e.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        else Assert.Contains("tools/net10.0/any/runtimes/linux-x64/native/libSkiaSharp.so", entries);
        Assert.DoesNotContain(entries, e => e.EndsWith(".pdb", StringComparison.Ordinal) && !Path.GetFileName(e).StartsWith("Simulator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_of_the_readmes_runs_in_an_empty_project_and_finds_the_same_distance()
    {
        string folder = packed.NewFolder("empty project");
        Write(folder, "empty.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Simulator" Version="{packed.Version}" />
                <PackageReference Include="Simulator.Laws" Version="{packed.Version}" />
              </ItemGroup>
            </Project>
            """);
        Write(folder, "Program.cs", Together(Libraries.Select(name =>
        {
            using ZipArchive package = packed.Open(name);
            return Code().Match(ReadText(package, "README.md")).Groups[1].Value;
        })));
        await ProgramRun.Dotnet(folder, ["build", "-o", "out"]);
        string output = await ProgramRun.Dotnet(folder, [Path.Combine("out", "empty.dll")]);

        Assert.StartsWith("5\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\b0\.0166954[78]", output);
        Assert.Matches(@"held +DistanceObeysTriangle \([0-9]+ cases\)", output);
        Assert.DoesNotContain("VIOLATED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_installs_says_its_version_and_measures()
    {
        string folder = packed.NewFolder("tool user");
        await ProgramRun.Dotnet(folder, ["tool", "install", "Simulator.Tool", "--version", packed.Version, "--tool-path", "tools"]);
        string simulator = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "simulator.exe" : "simulator");

        // Where .NET lies in a folder of the user, a program that starts by itself does not find it.
        (string, string?) runtime = ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
        ProgramRun version = await ProgramRun.Of(folder, simulator, ["--version"], runtime);
        Assert.True(version.Code == 0, version.Everything);
        Assert.Matches($"^{Regex.Escape(packed.Version)}(\\+[0-9a-f]+)?\n?$", version.Output.ReplaceLineEndings("\n"));

        Write(folder, "quick.json", """{ "name": "quick", "target": { "kind": "gaussian", "dimension": 1, "standardDeviation": 2 }, "steps": [20, 40] }""");
        ProgramRun verify = await ProgramRun.Of(folder, simulator, ["verify", "quick.json"], runtime);
        Assert.True(verify.Code == 0, verify.Everything);
        Assert.True(File.Exists(Path.Combine(folder, "results", "quick", "verify.png")), verify.Everything);
    }

    /// <summary>Several programs as one: what they use first, then each in a block of its own, so that their names do not meet.</summary>
    private static string Together(IEnumerable<string> programs)
    {
        string[][] parts = [.. programs.Select(p => p.Split('\n'))];
        bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);
        return string.Join('\n', [.. parts.SelectMany(p => p.Where(IsUsing)).Distinct(), .. parts.SelectMany(p => (string[])["{", .. p.Where(line => !IsUsing(line)), "}"])]);
    }

    private static string ReadText(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static void Write(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    /// <summary>All packages of this build in a folder that is a source beside those of the user.</summary>
    public sealed class PackedBuild : IAsyncLifetime
    {
        private readonly string _root = Directory.CreateTempSubdirectory("simulator packages ").FullName;

        public string Folder => Path.Combine(_root, "packages");

        public string Version { get; } = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

        public ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(Folder, $"{name}.{Version}.nupkg"));

        public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

        public async ValueTask InitializeAsync()
        {
            // The tests were built with their configuration, and so was what they refer to.
            string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            await ProgramRun.Dotnet(Repository.Root, ["pack", "--no-build", "-c", configuration, "-o", Folder]);

            // A package of the same version may lie in the user's folder of packages: here everything is restored into another one.
            Write(_root, "NuGet.config", """
                <configuration>
                  <config><add key="globalPackagesFolder" value="restored" /></config>
                  <packageSources><add key="packed by this test" value="packages" /></packageSources>
                </configuration>
                """);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_root, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
