using Simulator.Notebooks;
using Simulator.Notebooks.Jupyter;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

public class LiveOutputsTests
{
    [Fact]
    public void Short_writes_are_passed_on_together_and_nothing_changes_places()
    {
        var passed = new List<CellOutput>();
        using (var outputs = new LiveOutputs(passed.Add))
        {
            for (int i = 0; i < 1000; i++) outputs.Add(new StreamOutput("stdout", "x"));
            outputs.Add(new StreamOutput("stderr", "y"));
            outputs.Add(new StreamOutput("stdout", "z"));
            outputs.Add(new DisplayOutput(MimeBundle.OfText("shown")));
            outputs.Add(new StreamOutput("stdout", "last"));
        }

        Assert.Equal(
            new string('x', 1000) + "|y|z|shown|last",
            string.Join('|', passed.Select(o => o is StreamOutput s ? s.Text : ((DisplayOutput)o).Data.Text)).Replace("x|x", "xx", StringComparison.Ordinal));
        Assert.True(passed.Count < 500, $"{passed.Count} messages");
    }

    [Fact]
    public async Task Text_is_passed_on_though_nothing_follows()
    {
        var passed = new TaskCompletionSource<CellOutput>();
        using var outputs = new LiveOutputs(passed.SetResult);
        outputs.Add(new StreamOutput("stdout", "alone"));
        Assert.Equal(new StreamOutput("stdout", "alone"), await passed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }
}
