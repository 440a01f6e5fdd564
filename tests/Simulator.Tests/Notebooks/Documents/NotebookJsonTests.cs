using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Simulator.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Notebooks.Documents;

public class NotebookJsonTests
{
    /// <summary>What Python's json.dumps(…, ensure_ascii=False, indent=1) makes of it.</summary>
    [Theory]
    [InlineData("😀 ½ 'a' <b> & +", "😀 ½ 'a' <b> & +")]
    [InlineData("\\ud83d\\ude00", "\\\\ud83d\\\\ude00")]
    [InlineData("\\😀\"", "\\\\😀\\\"")]
    [InlineData("\u001b\n\t\u007f\u2028\ue000", "\\u001b\\n\\t\u007f\u2028\ue000")]
    public void Characters_stand_for_themselves_where_they_can(string text, string written)
        => Assert.Equal($$"""
            {
             "a": "{{written}}"
            }

            """, NotebookJson.Write(new JsonObject { ["a"] = text }));

    [Property]
    public bool What_is_written_reads_back(NonNull<string> text)
        => JsonNode.Parse(NotebookJson.Write(new JsonObject { ["a"] = text.Get }))!["a"]!.GetValue<string>() == text.Get;
}
