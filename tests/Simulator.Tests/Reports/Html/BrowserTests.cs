using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Reports.Html;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Reports.Html;

/// <summary>Pages as a browser sees them.</summary>
public sealed class BrowserTests : IDisposable
{
    private const string DrawAll = "dispatchEvent(new Event('beforeprint')); true";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_draws_its_plots_without_a_word_or_a_request_and_a_point_leads_to_its_row()
    {
        RequireBrowser();
        ReportSources sources = ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep"));
        await using HeadlessBrowser page = await Open(ReportPage.Of(sources));
        await page.Evaluate(DrawAll);
        await page.WaitFor("[...document.querySelectorAll('figure.chart')].every(f => f.querySelector('.main-svg .trace'))", TestContext.Current.CancellationToken);
        JsonNode place = JsonNode.Parse((await page.Evaluate("""
            (() => {
              const figure = document.querySelector('figure.chart');
              figure.scrollIntoView({ block: 'center' });
              const points = [...figure.querySelectorAll('.scatterlayer path.point')], box = points[points.length >> 1].getBoundingClientRect();
              return JSON.stringify({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
            })()
            """))!.GetValue<string>())!;
        await page.Click(place["x"]!.GetValue<double>(), place["y"]!.GetValue<double>());
        await page.WaitFor("document.querySelectorAll('tr.found').length === 1", TestContext.Current.CancellationToken);
        Assert.Matches("^row-[0-9]+-(20|40|80)$", (await page.Evaluate("document.querySelector('tr.found').id"))!.GetValue<string>());
        Assert.True((await page.Evaluate("(() => { const y = document.querySelector('tr.found').getBoundingClientRect().y; return y > 0 && y < innerHeight; })()"))!.GetValue<bool>());
        AssertQuiet(page);
    }

    [Fact]
    public async Task Texts_that_want_to_be_markup_do_nothing()
    {
        RequireBrowser();
        const string Poison = "</script><img src=x onerror=\"window.poisoned=1\"><b>bold</b>&lt;";
        ReportSources sources = ReportCases.Poisoned(ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep")), Poison);
        await using HeadlessBrowser page = await Open(ReportPage.Of(sources));
        await page.Evaluate(DrawAll);
        await page.WaitFor("[...document.querySelectorAll('figure.chart')].every(f => f.querySelector('.main-svg .trace'))", TestContext.Current.CancellationToken);
        Assert.False((await page.Evaluate("'poisoned' in window || document.querySelectorAll('img, b').length > 0"))!.GetValue<bool>());
        Assert.Equal(Poison, (await page.Evaluate("document.querySelector('h1').textContent.slice(0, " + Poison.Length.ToString(CultureInfo.InvariantCulture) + ")"))!.GetValue<string>());
        AssertQuiet(page);
    }

    [Fact]
    public async Task Ten_thousand_rows_are_shown_in_pages_sorted_and_filtered()
    {
        RequireBrowser();
        ReportSources sources = ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep"));
        await using HeadlessBrowser page = await Open(ReportPage.Of(sources with { Sweeps = [ReportCases.Repeated(sources.Sweeps[0], 10_000)] }));
        Assert.Equal(100, (await page.Evaluate("document.querySelectorAll('.rows tbody tr').length"))!.GetValue<int>());
        await page.Evaluate("document.querySelectorAll('.rows th button')[0].click(); document.querySelectorAll('.rows th button')[0].click(); true");
        Assert.StartsWith("row-9999-", (await page.Evaluate("document.querySelector('.rows tbody tr').id"))!.GetValue<string>(), StringComparison.Ordinal);
        await page.Evaluate("(() => { const i = document.querySelector('.rows input'); i.value = 'dimension>=16 steps=20 status=ok'; i.dispatchEvent(new Event('input')); return true; })()");
        Assert.Equal("rows 1 to 100 of 1111 (10000 in all)", (await page.Evaluate("document.querySelector('.rows .tools span').textContent"))!.GetValue<string>());

        // A link to a row that the filter hides takes the filter away.
        await page.Evaluate("location.hash = '#row-1234-' + [20, 40, 80][1234 % 3]; true");
        await page.WaitFor("document.querySelector('tr.found')?.id.startsWith('row-1234-') === true", TestContext.Current.CancellationToken);
        AssertQuiet(page);
    }

    private static void RequireBrowser() => Assert.SkipWhen(HeadlessBrowser.Program is null, "No chromium, chromium-browser or google-chrome is on the path.");

    private static void AssertQuiet(HeadlessBrowser page)
    {
        Assert.Empty(page.Complaints);
        Assert.All(page.Requests, r => Assert.StartsWith("file://", r, StringComparison.Ordinal));
        Assert.Single(page.Requests);
    }

    private Task<HeadlessBrowser> Open(string page) => HeadlessBrowser.Open(_folder.Write("page.html", page), TestContext.Current.CancellationToken);
}
