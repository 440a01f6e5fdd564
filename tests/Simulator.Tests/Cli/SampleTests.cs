using System.Globalization;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using Simulator.Consistency;
using Simulator.Experiments;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class SampleTests : IDisposable
{
    private const string Plane = """{"kind":"mixture","weights":[0.5,0.5],"means":[[-1,0],[1,0.5]],"standardDeviations":[0.6,0.8]}""";

    private const string Space = """{"kind":"mixture","weights":[0.5,0.5],"means":[[-1,0,0,1],[1,0.5,0,0]],"standardDeviations":[0.6,0.8]}""";

    private const string Regression = """, "learner": {"kind":"regression","count":8,"samples":200}""", Ddim = """, "learner": {"kind":"ddim"}""";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_has_every_field_of_the_contract_and_is_what_is_written()
    {
        CliOutcome outcome = await CliFolder.Run("sample", Spec(Space, Ddim), "--count", "50", "--through", "10,4", "--sheet", "2x2", "--out", _folder.Out, "--json");
        Assert.True(outcome.Code == 0, outcome.Error);
        JsonNode document = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("spec mixture two-phase ddim ok", string.Join(' ', document["name"], document["target"]!["kind"], document["schedule"], document["learner"], document["status"]));
        Assert.Equal((20, 50), (document["steps"]!.GetValue<int>(), document["count"]!.GetValue<int>()));
        Assert.Equal([10, 4], document["through"]!.AsArray().Select(t => t!.GetValue<int>()));
        JsonNode quality = document["quality"]!;
        Assert.Equal(50, quality["points"]!.GetValue<int>());
        Assert.InRange(quality["lower"]!.GetValue<double>(), 0.01, quality["upper"]!.GetValue<double>());
        Assert.InRange(quality["floor"]!["lower"]!.GetValue<double>(), 0.01, quality["floor"]!["upper"]!.GetValue<double>());
        Assert.StartsWith("distances between samples exceed", quality["bias"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("spec", document["manifest"]!["specification"]!["name"]!.GetValue<string>());
        Assert.True(document["numericalError"]!.GetValue<double>() >= 0 && document["seconds"]!.GetValue<double>() > 0);
        Assert.Equal(Files(), document["files"]!.AsArray().Select(f => f!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(["samples-sheet.pdf", "samples-sheet.png", "samples-sheet.svg", "samples.json", "samples.parquet"], Files());
        Assert.Equal(outcome.Output, await Text("samples.json"));
    }

    [Fact]
    public async Task Parquet_holds_what_csv_holds_and_says_how_it_was_made()
    {
        string spec = Spec(Plane, Regression);
        Assert.Equal(0, (await CliFolder.Run("sample", spec, "--count", "300", "--through", "7", "--out", _folder.Out, "--quiet")).Code);
        double[][] columns = new double[2][];
        await using (ParquetReader reader = await ParquetReader.CreateAsync(Path.Combine(_folder.Out, "samples.parquet"), cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(["x0", "x1"], reader.Schema.DataFields.Select(f => f.Name));
            Assert.Equal("20 7", $"{reader.CustomMetadata["simulator.steps"]} {reader.CustomMetadata["simulator.through"]}");
            Assert.Equal(Manifest.ProgramVersion, reader.CustomMetadata["simulator.version"]);
            Assert.Equal("regression", JsonNode.Parse(reader.CustomMetadata["simulator.specification"])!["learner"]!["kind"]!.GetValue<string>());
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
            for (int j = 0; j < columns.Length; j++)
            {
                DataField field = reader.Schema.DataFields[j];
                columns[j] = new double[group.RowCount];
                await group.ReadAsync<double>(field, columns[j], cancellationToken: TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(0, (await CliFolder.Run("sample", spec, "--count", "300", "--through", "7", "--format", "csv", "--out", _folder.Out, "--quiet")).Code);
        double[][] rows = Numbers(await Text("samples.csv"));
        Assert.Equal(300, rows.Length);
        for (int j = 0; j < columns.Length; j++)
            Assert.Equal(columns[j], rows.Select(r => r[j]));
        Assert.Equal(["samples.csv", "samples.json"], Files());
    }

    [Theory]
    [InlineData(CliFolder.Bimodal, "")]
    [InlineData(Plane, Regression)]
    [InlineData(Space, Ddim)]
    public async Task Same_seed_same_bits_for_any_number_of_threads(string target, string learner)
    {
        string spec = Spec(target, learner);
        string one = await Csv(spec, "--threads", "1", "--through", "9,3");
        Assert.Equal(one, await Csv(spec, "--threads", "2", "--through", "9,3"));
        Assert.NotEqual(one, await Csv(spec, "--through", "9,3", "--seed", "2"));
        string[] more = (await Csv(spec, "--through", "9,3", "--count", "320")).Split('\n');
        Assert.StartsWith(one.TrimEnd(), string.Join('\n', more), StringComparison.Ordinal);
    }

    /// <summary>A solver on grids finds them first; the functions on the way are on the same ones, block by block.</summary>
    [Theory]
    [InlineData("""{"kind":"gaussian","mean":[1,-1],"standardDeviation":2}""", "")]
    [InlineData("""{"kind":"sphere","dimension":3,"radius":2}""", "")]
    [InlineData("""{"kind":"product","blocks":[{"target":{"kind":"mixture","weights":[0.5,0.5],"means":[[-1],[1]],"standardDeviations":[0.6,0.6]},"repeat":2},{"target":{"kind":"sphere","dimension":2,"radius":1}}]}""", "")]
    [InlineData("""{"kind":"rotated","target":{"kind":"product","blocks":[{"target":{"kind":"gaussian","dimension":2,"standardDeviation":2},"repeat":2}]},"seed":1}""", "")]
    [InlineData(Plane, "")]
    public async Task Several_steps_work_with_every_solver(string target, string learner)
    {
        // The second moment of all that learners make is about that of X_1.
        foreach (string[] through in (string[][])[[], ["--through", "11,5"]])
        {
            double[][] rows = Numbers(await Csv(Spec(target, learner), through));
            ExperimentSpecification specification = ExperimentReader.ReadFile(_folder.PathOf("spec.json"));
            var first = specification.Schedule.Create(20)[1];
            double moment = first.AlphaBar * specification.Target.SecondMoment + specification.Target.Dimension * first.OneMinusAlphaBar;
            Assert.InRange(rows.Average(r => r.Sum(x => x * x)), 0.6 * moment, 1.25 * moment);
        }
    }

    [Fact]
    public async Task Functions_do_not_depend_on_held_out_points()
    {
        ExperimentSpecification specification = ExperimentReader.ReadFile(Spec(Plane, Regression));
        var schedule = specification.Schedule.Create(20);
        ConsistencyRecursion recursion = new RegressionSolver().Start(specification.Target.Structure, schedule, specification.Learner with { Sampling = new Sampling(Seed: specification.Seed) }, 16);
        while (recursion.Advance())
        {
        }

        Assert.True(specification.Learner.Regression!.HeldOut > 0);
        double[] expected = new MultistepSampling(schedule, [recursion.Current]).Sample(300, specification.Seed, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected, Numbers(await Csv(_folder.PathOf("spec.json"))).SelectMany(r => r));
    }

    [Fact]
    public async Task Where_X_1_cannot_be_drawn_quality_is_null_with_a_reason()
    {
        string spec = Spec("""{"kind":"sphere","dimension":4,"radius":2}""");
        CliOutcome outcome = await CliFolder.Run("sample", spec, "--out", _folder.Out, "--count", "20", "--sheet", "2x2");
        Assert.True(outcome.Code == 0, outcome.Error);
        Assert.Contains("no draws of X_1 are known for a target of kind 'sphere'", outcome.Output, StringComparison.Ordinal);
        JsonNode document = JsonNode.Parse(await Text("samples.json"))!;
        Assert.Null(document["quality"]);
        Assert.NotNull(document["qualityReason"]);
    }

    [Fact]
    public async Task Columns_of_data_keep_their_names_and_the_report_says_what_was_found()
    {
        _folder.Write("data.csv", "\"a, cm\",b\n1,2\n2,3\n4,5\n7,1\n3,3\n");
        string spec = Spec("""{"kind":"point-cloud","file":"data.csv","standardize":true}""", Ddim);
        CliOutcome outcome = await CliFolder.Run("sample", spec, "--out", _folder.Out, "--count", "1", "--format", "csv");
        Assert.True(outcome.Code == 0, outcome.Error);
        Assert.StartsWith("\"a, cm\",b\n", await Text("samples.csv"), StringComparison.Ordinal);
        foreach (string part in (string[])["1 sample f_20(Z) in one step", "as many draws of X_1 W1 is", $"Written to {_folder.Out}: samples.csv, samples.json"])
            Assert.Contains(part, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(new CliOutcome(0, "", ""), await CliFolder.Run("sample", spec, "--out", _folder.Out, "--quiet"));
    }

    [Fact]
    public async Task Files_of_an_earlier_run_do_not_stay_beside_new_samples()
    {
        string spec = Spec(Space, Ddim);
        Assert.Equal(0, (await CliFolder.Run("sample", spec, "--out", _folder.Out, "--count", "10", "--sheet", "4x1", "--format", "csv", "--quiet")).Code);
        Assert.Equal(0, (await CliFolder.Run("sample", spec, "--out", _folder.Out, "--count", "10", "--quiet")).Code);
        Assert.Equal(["samples.json", "samples.parquet"], Files());
    }

    [Theory]
    [InlineData("--count 0", "--count: found '0', expected an integer from 1 to 134217728.")]
    [InlineData("--count many", "--count: found 'many', expected an integer from 1 to 134217728.")]
    [InlineData("--count 134217728", "--count: found 134217728 samples in dimension 4, expected at most 33554432, which are 1 GiB.")]
    [InlineData("--through 20", "--through: found '20', expected an integer from 2 to T - 1 = 19; write descending times, like 50,10.")]
    [InlineData("--through 1", "--through: found '1', expected an integer from 2 to T - 1 = 19; write descending times, like 50,10.")]
    [InlineData("--through 9,", "--through: found '', expected an integer from 2 to T - 1 = 19; write descending times, like 50,10.")]
    [InlineData("--through 9.5", "--through: found '9.5', expected an integer from 2 to T - 1 = 19; write descending times, like 50,10.")]
    [InlineData("--through 5,9", "--through: found 9 after 5, expected descending times, like 50,10.")]
    [InlineData("--through 5,5", "--through: found 5 after 5, expected descending times, like 50,10.")]
    [InlineData("--format xls", "--format: found 'xls', expected one of parquet, csv.")]
    [InlineData("--sheet 8", "--sheet: found '8', expected width and height in pixels, each from 1 to 256, like 8x8.")]
    [InlineData("--sheet 0x4", "--sheet: found '0x4', expected width and height in pixels, each from 1 to 256, like 8x8.")]
    [InlineData("--sheet 8x8", "--sheet: found 8x8, which are 64 pixels, expected as many as the target has dimensions, 4.")]
    [InlineData("--steps 1", "--steps: found '1', expected an integer from 2 to 100000000.")]
    public async Task Options_are_checked_before_the_work(string line, string sentence)
        => Assert.Equal(sentence, await _folder.Refused(["sample", Spec(Space, Ddim), "--out", _folder.Out, .. line.Split(' ')]));

    [Fact]
    public async Task What_cannot_be_sampled_is_refused_with_the_reason()
    {
        Assert.Contains("has no exact solver", await _folder.Refused("sample", Spec(Space), "--out", _folder.Out), StringComparison.Ordinal);
        string rotated = Spec("""{"kind":"rotated","target":{"kind":"gaussian","dimension":5000,"standardDeviation":2},"seed":1}""");
        Assert.Equal("spec: found a rotation in dimension 5000, expected at most 4096 for samples.", await _folder.Refused("sample", rotated, "--out", _folder.Out));
        string two = _folder.Write("two.json", CliFolder.Spec("two", "[2]", CliFolder.Bimodal, """, "schedule": {"kind":"cosine"}"""));
        Assert.Equal("--through: found '2' with T = 2, which has no time from 2 to T - 1; expected a larger T or no --through.", await _folder.Refused("sample", two, "--through", "2", "--out", _folder.Out));
    }

    private string Spec(string target, string more = "") => _folder.Write("spec.json", CliFolder.Spec("spec", "[20]", target, more));

    private string[] Files() => [.. Directory.GetFiles(_folder.Out).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private Task<string> Text(string file) => File.ReadAllTextAsync(Path.Combine(_folder.Out, file), TestContext.Current.CancellationToken);

    /// <summary>The samples as CSV, 300 of them unless options say otherwise.</summary>
    private async Task<string> Csv(string spec, params string[] options)
    {
        string[] count = options.Contains("--count") ? [] : ["--count", "300"];
        CliOutcome outcome = await CliFolder.Run(["sample", spec, "--out", _folder.Out, "--format", "csv", "--quiet", .. count, .. options]);
        Assert.True(outcome.Code == 0, outcome.Error);
        return await Text("samples.csv");
    }

    private static double[][] Numbers(string csv)
        => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
}
