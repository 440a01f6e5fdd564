using System.Text.Json.Nodes;
using Simulator.Notebooks;
using Xunit;

namespace Simulator.Tests.Notebooks;

/// <summary>Files keep texts as lists of lines, messages whole; bytes in base64 are one string in both.</summary>
public class CellOutputTests
{
    private static readonly MimeBundle Bundle = MimeBundle.Of((MimeBundle.Png, "AAAA"), (MimeBundle.Plain, "a\nb"));

    public static TheoryData<CellOutput, string, string> Outputs => new()
    {
        { new StreamOutput("stdout", "a\nb\n"), """{"name":"stdout","text":"a\nb\n"}""", """{"name":"stdout","output_type":"stream","text":["a\n","b\n"]}""" },
        { new DisplayOutput(Bundle), """{"data":{"image/png":"AAAA","text/plain":"a\nb"},"metadata":{}}""", """{"data":{"image/png":"AAAA","text/plain":["a\n","b"]},"metadata":{},"output_type":"display_data"}""" },
        {
            new ResultOutput(Bundle, 3), """{"data":{"image/png":"AAAA","text/plain":"a\nb"},"execution_count":3,"metadata":{}}""",
            """{"data":{"image/png":"AAAA","text/plain":["a\n","b"]},"execution_count":3,"metadata":{},"output_type":"execute_result"}"""
        },
        { new ErrorOutput("E", "m", ["E: m", "  in cell 1"]), """{"ename":"E","evalue":"m","traceback":["E: m","  in cell 1"]}""", """{"ename":"E","evalue":"m","output_type":"error","traceback":["E: m","  in cell 1"]}""" },
    };

    [Theory]
    [MemberData(nameof(Outputs), DisableDiscoveryEnumeration = true)]
    public void An_output_has_a_form_for_messages_and_one_for_files(CellOutput output, string message, string file)
    {
        Assert.Equal(message, output.ToMessage().ToJsonString());
        Assert.Equal(file, output.ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("a", """["a"]""")]
    [InlineData("a\n\nb", """["a\n","\n","b"]""")]
    public void Lines_keep_their_ends_and_join_to_what_they_were(string text, string lines)
    {
        Assert.Equal(lines, CellText.Lines(text).ToJsonString());
        Assert.Equal(text, CellText.Join(CellText.Lines(text)));
        Assert.Equal(text, CellText.Join(JsonValue.Create(text)));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[1]")]
    [InlineData("""["a", null]""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void What_is_no_text_does_not_join(string json) => Assert.Null(CellText.Join(JsonNode.Parse(json)));
}
