using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Specifications that are JSON but no experiment. ¦ marks where the complaint must point.</summary>
public sealed class BadSpecificationTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("¦{\"weights\":[1]}", "target: the field 'kind' is missing, expected one of gaussian, mixture, fitted")]
    [InlineData("{\"kind\":¦\"gausian\"}", "target.kind: found the unknown kind 'gausian', expected one of gaussian, mixture, fitted")]
    [InlineData("{\"kind\":¦3}", "target.kind: found 3, expected a string")]
    [InlineData("¦\"gaussian\"", "target: found the string \"gaussian\", expected an object")]
    [InlineData("¦null", "target: found null, expected an object")]
    public Task Target_kinds_are_checked(string target, string problem) => AssertTarget(target, problem);

    [Theory]
    [InlineData("\"weights\":[1.5, ¦-0.5],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights[1]: found -0.5, expected a weight that is not negative")]
    [InlineData("\"weights\":¦[0.5,0.6],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights: found weights with sum 1.1, expected sum 1")]
    [InlineData("\"weights\":¦[0,0],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights: found weights with sum 0, expected sum 1")]
    [InlineData("\"weights\":¦[1e308,1e308],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights: found weights with sum Infinity, expected sum 1")]
    [InlineData("\"weights\":[¦\"0.5\",0.5],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights[0]: found the string \"0.5\", expected a number")]
    [InlineData("\"weights\":¦[],\"means\":[0,1],\"standardDeviations\":[1,1]", "weights: found an empty array, expected an array of weights")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":¦[0],\"standardDeviations\":[1,1]", "means: found an array of 1, expected 2 means, one per weight")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":¦[1,1,1]", "standardDeviations: found an array of 3, expected 2 standard deviations, one per weight")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":¦0.6", "standardDeviations: found 0.6, expected an array of standard deviations")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[[0,1],¦[1]],\"standardDeviations\":[1,1]", "means[1]: found an array of 1, expected 2 numbers as in the first mean")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,¦[1,2]],\"standardDeviations\":[1,1]", "means[1]: found an array of 2, expected 1 number as in the first mean")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[[¦[0]],[1]],\"standardDeviations\":[1,1]", "means[0][0]: found an array of 1, expected a number")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,¦1e151],\"standardDeviations\":[1,1]", "means[1]: found the entry 1E+151, expected numbers of size at most 1e150")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,¦-1e20],\"standardDeviations\":[1,1]", "means[1]: found a mean of size 1E+20, expected at most 1e12")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":[¦0,1]", "standardDeviations[0]: found 0, expected a standard deviation from 1e-150 to 1e150")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":[1,¦-1]", "standardDeviations[1]: found -1, expected a standard deviation from 1e-150 to 1e150")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":[1,¦1e-160]", "standardDeviations[1]: found 1e-160, expected a standard deviation from 1e-150")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":[1,¦1e160]", "standardDeviations[1]: found 1e160, expected a standard deviation from 1e-150")]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1],\"standardDeviations\":¦[1,1],\"covariances\":[1,1]", "standardDeviations: found beside 'covariances', expected only one of the two")]
    public Task Mixtures_are_checked(string fields, string problem) => AssertTarget("{\"kind\":\"mixture\"," + fields + "}", "target." + problem);

    [Theory]
    [InlineData("\"weights\":[0.5,0.5],\"means\":[0,1]", "the field 'standardDeviations' is missing, expected an array of standard deviations, or 'covariances'")]
    [InlineData("\"means\":[0,1],\"standardDeviations\":[1,1]", "the field 'weights' is missing, expected an array of weights with sum 1")]
    public Task Missing_fields_of_mixtures_are_named(string fields, string problem)
        => AssertTarget("¦{\"kind\":\"mixture\"," + fields + "}", "target: " + problem);

    [Theory]
    [InlineData("[[1,0],[0,1]],¦[[1,0]]", "[1]: found an array of 1, expected 2 rows, as many as the mean has entries")]
    [InlineData("[[1,0],[0,1]],[[1,0],¦[1]]", "[1][1]: found an array of 1, expected a row of 2")]
    [InlineData("[[1,0],[0,1]],¦[[1,0.5],[0.4,1]]", "[1]: found 0.4 in row 2, column 1 but 0.5 in row 1, column 2, expected a symmetric matrix")]
    [InlineData("[[1,0],[0,1]],¦[[1,2],[2,1]]", "[1]: found a matrix with eigenvalues from -1 to 3, expected a positive definite covariance")]
    [InlineData("[[1,0],[0,1]],¦[[1,1],[1,1]]", "expected a positive definite covariance")]
    [InlineData("[[1,0],[0,1]],¦[[1,0],[0,0]]", "[1]: found a matrix with eigenvalues from 0 to 1, expected a positive definite covariance")]
    [InlineData("[[1,0],[0,1]],¦[[1e308,1e308],[1e308,1e308]]", "[1]: found the entry 1E+308, expected numbers of size at most 1e300")]
    public Task Covariances_are_checked(string covariances, string problem)
        => AssertTarget(
            """{"kind":"mixture","weights":[0.5,0.5],"means":[[0,0],[1,1]],"covariances":[""" + covariances + "]}", "target.covariances", problem);

    [Theory]
    [InlineData("\"dimension\":¦0,\"standardDeviation\":1", "target.dimension: found 0, expected an integer from 1 to 10000000")]
    [InlineData("\"dimension\":¦2.5,\"standardDeviation\":1", "target.dimension: found 2.5, expected an integer from 1")]
    [InlineData("\"dimension\":¦2000000000,\"standardDeviation\":1", "target.dimension: found 2000000000, expected an integer from 1 to 10000000")]
    [InlineData("\"mean\":¦[1,2],\"dimension\":3,\"standardDeviation\":1", "target.mean: found an array of 2, expected as many numbers as the dimension, 3")]
    [InlineData("\"mean\":[1,2,3],\"covariance\":¦[[1,0],[0,1]]", "target.covariance: found an array of 2, expected 3 rows")]
    [InlineData("\"dimension\":¦2,\"covariance\":[[1,0],[0,1]]", "target.dimension: found beside 'covariance', expected either")]
    [InlineData("\"covariance\":¦-1", "target.covariance: found the variance -1, expected a number from 1e-300 to 1e300")]
    [InlineData("\"mean\":¦[1e300,1],\"standardDeviation\":1", "target.mean: found the entry 1E+300, expected numbers of size at most 1e150")]
    public Task Gaussians_are_checked(string fields, string problem) => AssertTarget("{\"kind\":\"gaussian\"," + fields + "}", problem);

    [Fact]
    public Task A_gaussian_without_a_spread_is_refused()
        => AssertTarget("¦{\"kind\":\"gaussian\",\"dimension\":2}", "target: the field 'standardDeviation' is missing, expected a standard deviation");

    [Theory]
    [InlineData("[¦1]", "steps[0]: found 1, expected an integer from 2 to 100000000")]
    [InlineData("[20, ¦0]", "steps[1]: found 0, expected an integer from 2")]
    [InlineData("[¦20.5]", "steps[0]: found 20.5, expected an integer from 2")]
    [InlineData("[¦\"20\"]", "steps[0]: found the string \"20\", expected an integer from 2")]
    [InlineData("[¦3000000000]", "steps[0]: found 3000000000, expected an integer from 2 to 100000000")]
    [InlineData("¦[]", "steps: found an empty array, expected an array of step counts T")]
    [InlineData("¦\"20\"", "steps: found the string \"20\", expected an array of step counts T")]
    [InlineData("[20, 40, ¦20]", "steps[2]: found T = 20 a second time, expected each step count once")]
    [InlineData("[20, ¦8]", "steps[1]: found T = 8, but r = c1·log T/T = 1.04 must be below 1; with c1 = 4 the smallest T from here that works is 9")]
    [InlineData("[¦2]", "steps[0]: found T = 2, but r = c1·log T/T = 1.386 must be below 1; with c1 = 4 the smallest T from here that works is 9")]
    public Task Step_counts_are_checked(string steps, string problem)
        => _folder.AssertRefusedAt(CliFolder.Spec("x", steps), problem);

    [Theory]
    [InlineData("¦{}", "schedule: the field 'kind' is missing, expected one of two-phase, linear, cosine, karras")]
    [InlineData("{\"kind\":¦\"two_phase\"}", "schedule.kind: found the unknown kind 'two_phase', expected one of two-phase,")]
    [InlineData("{\"kind\":\"two-phase\",\"c0\":4,\"c1\":¦4}", "schedule.c1: found c0 = 4 and c1 = 4, expected c0 < c1")]
    [InlineData("{\"kind\":\"two-phase\",\"c0\":¦5}", "schedule.c0: found c0 = 5 and c1 = 4, expected c0 < c1")]
    [InlineData("{\"kind\":\"two-phase\",\"c0\":¦0}", "schedule.c0: found 0, expected a positive number")]
    [InlineData("{\"kind\":\"two-phase\",\"exponent\":¦\"t+1\"}", "schedule.exponent: found the string \"t+1\", expected \"t\" or \"t-1\"")]
    [InlineData("{\"kind\":\"karras\",\"sigmaMin\":¦80}", "schedule.sigmaMin: found sigmaMin = 80 and sigmaMax = 80, expected sigmaMin < sigmaMax")]
    public Task Schedules_are_checked(string schedule, string problem)
        => _folder.AssertRefusedAt(CliFolder.Spec("x", "[20]", more: ",\n \"schedule\": " + schedule), problem);

    [Theory]
    [InlineData("{\"kind\":\"linear\"}", "the last β = 0.02·1000/T = 1 must be below 1; the smallest T that works is 21")]
    [InlineData("{\"kind\":\"two-phase\",\"c1\":10}", "r = c1·log T/T = 1.498 must be below 1; with c1 = 10 the smallest T from here that works is 36")]
    [InlineData("{\"kind\":\"two-phase\",\"c1\":1e12}", "must be below 1", "take a smaller c1")]
    [InlineData("{\"kind\":\"two-phase\",\"c0\":400,\"c1\":401,\"exponent\":\"t\"}", "must be below 1")]
    [InlineData("{\"kind\":\"two-phase\",\"c0\":1e-300,\"c1\":1e-200}", "β_1 = T^(−c0) with c0 = 1E-300 is 1 in double precision; the smallest c0 that works is about")]
    [InlineData("{\"kind\":\"karras\",\"rho\":1e-5}", "give noise levels that coincide or overflow in double precision; expected")]
    [InlineData("{\"kind\":\"karras\",\"sigmaMin\":1,\"sigmaMax\":1.0000000000000002}", "give noise levels that coincide or overflow in double precision; expected")]
    public Task Schedules_that_do_not_exist_at_T_are_refused(string schedule, params string[] parts)
        => _folder.AssertRefusedAt(CliFolder.Spec("x", "[¦20]", more: ",\n \"schedule\": " + schedule), ["steps[0]: found T = 20, but ", .. parts]);

    [Fact]
    public Task A_first_step_that_underflows_is_refused()
        => _folder.AssertRefusedAt(
            CliFolder.Spec("x", "[¦5000]", more: """, "schedule": {"kind":"two-phase","c0":400,"c1":401}"""),
            "steps[0]: found T = 5000, but β_2", "too small for double precision; take c0 below 81");

    [Theory]
    [InlineData("\"learner\": ¦\"exact\"", "learner: found the string \"exact\", expected an object")]
    [InlineData("\"learner\": {\"kind\":¦\"euler\"}", "learner.kind: found the unknown kind 'euler', expected one of exact, ddim")]
    [InlineData("\"seed\": ¦-1", "seed: found -1, expected an integer from 0 to 2^53")]
    [InlineData("\"seed\": ¦1.5", "seed: found 1.5, expected an integer from 0 to 2^53")]
    [InlineData("\"seed\": ¦1e17", "seed: found 1e17, expected an integer from 0 to 2^53")]
    [InlineData("\"theorem\": {\"C1\": ¦0}", "theorem.C1: found 0, expected a positive number")]
    [InlineData("\"theorem\": {\"supportExponent\": ¦\"1\"}", "theorem.supportExponent: found the string \"1\", expected a number")]
    public Task Other_fields_are_checked(string field, string problem)
        => _folder.AssertRefusedAt(CliFolder.Spec("x", more: ",\n" + field), problem);

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public Task Names_that_are_no_folder_names_are_refused(string name)
        => _folder.AssertRefusedAt(
            $$"""{ "name": ¦"{{name}}", "target": {{CliFolder.Bimodal}}, "steps": 20 }""",
            $"name: found the string \"{name}\", expected 1 to 120 letters, digits, '.', '-' or '_'");

    [Fact]
    public async Task A_file_name_that_cannot_name_results_asks_for_a_name()
    {
        string path = _folder.Write("my spec.json", $$"""{ "target": {{CliFolder.Bimodal}}, "steps": 20 }""");
        string sentence = await _folder.Refused("verify", path, "--out", _folder.Out);
        Assert.StartsWith($"{path}:1:1: the file's name 'my spec' cannot name the results, expected a field 'name' of", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exact")]
    [InlineData("ddim")]
    public async Task A_target_that_no_solver_takes_is_refused_with_those_that_work(string learner)
    {
        const string Space = """{"kind":"mixture","weights":[0.5,0.5],"means":[[-1,0,0],[1,0,0]],"standardDeviations":[1,1]}""";
        string more = $$""", "learner": {"kind":"{{learner}}"}""", path = _folder.Write("space.json", CliFolder.Spec("space", target: Space, more: more));
        foreach (string[] command in (string[][])[["verify", path, "--out", _folder.Out], ["evaluate", path, "--steps", "20", "--at", "0,0,0"]])
        {
            string sentence = await _folder.Refused(command);
            Assert.Contains($"'{learner}' has no exact solver for a target of kind 'mixture' in dimension 3", sentence, StringComparison.Ordinal);
            Assert.Contains("expected a Gaussian target, a mixture in dimension 1, a sphere, a radial mixture, or products and rotations of these", sentence, StringComparison.Ordinal);
        }
    }

    private Task AssertTarget(string target, params string[] parts) => _folder.AssertRefusedAt($"{{\n  \"target\": {target},\n  \"steps\": [20]\n}}", parts);
}
