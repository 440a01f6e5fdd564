using System.Text;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Texts that are no JSON, or JSON that says something twice or something unknown. ¦ marks where the complaint must point.</summary>
public sealed class BadJsonTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("¦")]
    [InlineData("¦ \n\n ")]
    [InlineData("¦// only a comment\n")]
    public Task An_empty_file_is_refused(string text) => _folder.AssertRefusedAt(text, "found an empty file, expected a JSON object");

    [Theory]
    [InlineData("{\"name\":\"x\"¦,", "reached end of data")]
    [InlineData("{\"name\":\"x\"} ¦x", "'x' is invalid after a single JSON value; expected end of data")]
    [InlineData("{}¦{}", "'{' is invalid after a single JSON value; expected end of data")]
    [InlineData("{\n  \"name\": \"x\"\n  ¦\"steps\": [20]\n}", "expected either ',', '}', or ']'")]
    [InlineData("{¦'name': 1}", "expected a '\"'")]
    [InlineData("{\n \"name\": \"x¦\n}", "the string is not closed on its line, expected a '\"'")]
    [InlineData("{\r\n \"name\": \"x¦\r\n}", "the string is not closed on its line, expected a '\"'")]
    [InlineData("{\n \"name\": ¦x\n}", "'x' is an invalid start of a value; expected a number, a string")]
    [InlineData("{\n \"steps\": [20, ¦NaN]}", "'N' is an invalid start of a value; expected a number")]
    [InlineData("{\n \"steps\": [¦Infinity]}", "'I' is an invalid start of a value; expected a number")]
    [InlineData("{\n \"steps\": [-¦Infinity]}", "expected a digit")]
    [InlineData("{\n \"steps\": [0¦1]}", "leading zero", "expected")]
    [InlineData("{\n \"steps\": [¦.5]}", "'.' is an invalid start of a value; expected a number")]
    [InlineData("{\"name\": \"\\¦q\"}", "'q' is an invalid escapable character", "should be correctly escaped")]
    [InlineData("{\"a\": [1, 2¦}}", "'}' is invalid without a matching open", "expected")]
    [InlineData("{ ¦/* never closed ", "expected end of comment")]
    [InlineData("{\n  \"größe\": \"日本\", ¦x }", "'x' is an invalid start of a property name; expected a '\"'")]
    [InlineData("{ \"\U0001F600\": ¦x }", "'x' is an invalid start of a value")]
    public Task Malformed_json_is_refused_where_it_breaks(string text, params string[] parts)
        => _folder.AssertRefusedAt(text, ["not valid JSON", .. parts]);

    [Fact]
    public Task Too_deep_nesting_is_refused()
        => _folder.AssertRefusedAt($$"""{ "target": {{new string('[', 63)}}¦{{new string('[', 100_000)}}""", "nested more than 64 deep");

    [Theory]
    [InlineData("¦[]", "found an array of 0, expected an object")]
    [InlineData("\n ¦\"text\"", "found the string \"text\", expected an object")]
    [InlineData("¦null", "found null, expected an object")]
    [InlineData("¦17", "found 17, expected an object")]
    [InlineData("¦{}", "the field 'steps' is missing, expected an array of step counts T")]
    [InlineData("¦{ \"steps\": 20 }", "the field 'target' is missing, expected a target")]
    public Task What_is_no_experiment_is_refused(string text, string problem) => _folder.AssertRefusedAt(text, problem);

    [Theory]
    [InlineData("{\n  ¦\"nme\": \"x\" }", "nme: found the unknown field 'nme', expected one of name, target, schedule, steps, learner, seed, samples, theorem")]
    [InlineData("{ ¦\"Name\": \"x\" }", "Name: found the unknown field 'Name', expected one of name,")]
    [InlineData("{ \"steps\": 20,\n \"target\": { \"kind\": \"mixture\",\n ¦\"wieghts\": [1] } }", "target.wieghts: found the unknown field 'wieghts', expected one of kind, weights, means")]
    [InlineData("{ \"steps\": 20, \"schedule\": { \"kind\": \"two-phase\", ¦\"c2\": 1 } }", "schedule.c2: found the unknown field 'c2', expected one of kind, c0, c1, exponent")]
    [InlineData("{ \"steps\": 20, \"schedule\": { \"kind\": \"linear\", ¦\"c0\": 1 } }", "schedule.c0: found the unknown field 'c0', expected only 'kind'")]
    [InlineData("{ \"steps\": 20, \"learner\": { \"kind\": \"exact\", ¦\"ridge\": 1 } }", "learner.ridge: found the unknown field 'ridge', expected one of kind, errors")]
    [InlineData("{ \"theorem\": { ¦\"c1\": 1 }, \"steps\": 20 }", "theorem.c1: found the unknown field 'c1', expected one of C1, supportExponent")]
    public Task An_unknown_field_is_refused_at_its_name(string text, string problem) => _folder.AssertRefusedAt(text, problem);

    [Theory]
    [InlineData("{ \"name\": \"x\",\n  ¦\"name\": \"y\" }", "name: ")]
    [InlineData("{ \"name\": \"x\", ¦\"n\\u0061me\": \"y\" }", "name: ")]
    [InlineData("{ \"target\": { \"kind\": \"gaussian\",\n\n   ¦\"kind\": \"mixture\" } }", "target.kind: ")]
    [InlineData("{ \"schedule\": { \"c0\": 1, ¦\"c0\": 2 } }", "schedule.c0: ")]
    public Task A_field_that_stands_twice_is_refused(string text, string field)
        => _folder.AssertRefusedAt(text, field + "this field stands here a second time, expected each field once");

    [Theory]
    [InlineData("{ \"steps\": [20, ¦1e999] }", "steps[1]: found 1e999, which no double holds; expected a number below 1.8e308 in size")]
    [InlineData("{ \"seed\": ¦-1e999 }", "seed: found -1e999, which no double holds")]
    [InlineData("{ \"name\": ¦\"\\ud800\" }", "name: found a string with half a character", "expected whole characters")]
    [InlineData("{ ¦\"\\udfff\": 1 }", "found a string with half a character", "expected whole characters")]
    public Task What_neither_number_nor_text_can_hold_is_refused(string text, params string[] parts) => _folder.AssertRefusedAt(text, parts);

    [Fact]
    public async Task A_long_or_broken_text_is_not_repeated_whole()
    {
        string longName = new('x', 5000), path = _folder.Write("spec.json", $$"""{ "name": "a\n{{longName}}", "target": 1, "steps": 20 }""");
        string sentence = await _folder.Refused("verify", path);
        Assert.True(sentence.Length < path.Length + 300, sentence);
        Assert.Contains("\"a xxx", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Byte_order_mark_carriage_returns_comments_and_trailing_commas_are_understood()
    {
        string text = CliFolder.Spec("windows", more: ", // a comment\n").Replace(",", ",\r\n", StringComparison.Ordinal);
        string path = _folder.PathOf("spec.json");
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet");
        Assert.Equal(new CliOutcome(0, "", ""), outcome);

        await File.WriteAllTextAsync(path, "{\r\n  \"nme\": 1 }", new UTF8Encoding(true), TestContext.Current.CancellationToken);
        Assert.StartsWith($"{path}:2:3: ", await _folder.Refused("verify", path), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, "{ \"nme\": 1 }", new UTF8Encoding(true), TestContext.Current.CancellationToken);
        Assert.StartsWith($"{path}:1:3: ", await _folder.Refused("verify", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_matrix_is_placed_in_one_pass()
    {
        // 160 000 numbers: counted from the start of the file for each, their places took minutes.
        const int D = 400;
        string row(int i) => "[" + string.Join(", ", Enumerable.Range(0, D).Select(j => i == j ? 2 : 0)) + "]";
        string matrix = "[\n" + string.Join(",\n", Enumerable.Range(0, D).Select(row)) + "\n]";
        await _folder.AssertRefusedAt($$"""{ "target": { "kind": "gaussian", "covariance": {{matrix}} }, "steps": [20, ¦1] }""", "steps[1]: found 1");
    }
}
