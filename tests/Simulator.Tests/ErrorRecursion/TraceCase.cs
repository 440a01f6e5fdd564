using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.ErrorRecursion;

/// <summary>A trace run to its end: all of its rows.</summary>
internal sealed record TraceCase(Structure Structure, Schedule Schedule, IReadOnlyList<ErrorTerms> Rows, ErrorSums Sums)
{
    /// <summary>The row of a step.</summary>
    public ErrorTerms this[int t] => Rows[t - 2];

    /// <summary>Tr Cov X_1.</summary>
    public double FirstVariance => Schedule.AlphaBar(1) * Structure.TotalVariance!.Value + Structure.Dimension * Schedule[1].OneMinusAlphaBar;

    public static Target Read(string json) => TargetReader.Read(SpecificationReader.Parse(json, "test"), new TargetContext(".", 1));

    public static TraceCase Run(string target, ScheduleFamily family, int steps, Learner? learner = null, int threads = 1)
        => Run(Read(target).Structure, family.Create(steps), learner ?? Learner.Exact, threads);

    public static TraceCase Run(Structure structure, Schedule schedule, Learner learner, int threads = 1)
    {
        ErrorTrace trace = ErrorTrace.For(structure, schedule, learner, TestContext.Current.CancellationToken)!;
        trace.Threads = threads;
        return Finish(structure, trace);
    }

    public static TraceCase Finish(Structure structure, ErrorTrace trace)
    {
        var rows = new List<ErrorTerms>();
        var sums = new ErrorSums(trace.NumericalError);
        while (trace.Advance() is { } terms)
        {
            rows.Add(terms);
            sums.Add(terms);
        }

        Assert.Null(trace.Advance());
        Assert.Equal(trace.Schedule.Steps - 1, rows.Count);
        return new TraceCase(structure, trace.Schedule, rows, sums);
    }
}
