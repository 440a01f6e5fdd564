using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>
/// E[Φ_{t−1}(X_{t−1}) | X_t = x] for a Gaussian mixture in any dimension, from which B_t = T1_t + T2_t and the tower follow: flow lines from the nodes of a cubature over every component of the posterior.
/// </summary>
internal sealed class PosteriorTerms
{
    /// <summary>Lines that a thread takes at a time, and those on which nodes of another degree are compared.</summary>
    private const int Tile = 32, Checked = 4;

    private readonly MixtureDataLaw _law;
    private readonly ITangentDenoiser _denoiser;
    private readonly Schedule _schedule;
    private readonly int _threads;

    public PosteriorTerms(MixtureDataLaw law, ITangentDenoiser denoiser, Schedule schedule, int threads)
    {
        (_law, _denoiser, _schedule, _threads) = (law, denoiser, schedule, threads);
        Nodes = law.Mixture.Components.Length * StepMean.NodesIn(law.Dimension);
    }

    /// <summary>How many flow lines a point takes, at most.</summary>
    public int Nodes { get; }

    /// <summary>The means, what nodes of another degree change in them on average, and what became of the flow lines.</summary>
    /// <param name="t">2 … T.</param>
    /// <param name="points">x, n × d.</param>
    public (double[] Means, double Error, Status Status) FlowMean(int t, double[] points)
    {
        int d = _law.Dimension, width = Tile * d, length = Math.Min(Checked * d, points.Length);
        var flow = new FlowTo1(this);
        var frame = new AffineFeatures(new Frame(new double[d], 1));
        var function = new Expansion(t - 1, frame, new double[frame.Count * d], flow);
        double[] means = new double[points.Length], again = new double[length];
        StepMean mean = StepMean.Of(_law, _schedule, function);
        Workers.Run(_threads, (points.Length + width - 1) / width, tile =>
        {
            int start = tile * width, count = Math.Min(width, points.Length - start);
            mean.Evaluate(new PointBatch(points.AsSpan(start, count), d), means.AsSpan(start, count));
        });
        StepMean.Of(_law, _schedule, function, check: true).Evaluate(new PointBatch(points.AsSpan(0, length), d), again);
        double error = new SampleExpectation().OfDistances(new PointBatch(again, d), new PointBatch(means.AsSpan(0, length), d)).Value;
        return (means, error, flow.Status);
    }

    /// <summary>Φ_{t→1}, in the place of a baseline whose mean is wanted.</summary>
    private sealed class FlowTo1(PosteriorTerms owner) : IBaseline
    {
        private readonly Lock _lock = new();

        public Status Status { get; private set; } = Status.Ok;

        public void Evaluate(int t, PointBatch points, Span<double> result)
        {
            if (t == 1)
            {
                points.Data.CopyTo(result);
                return;
            }

            Outcome<double[]> ends = new ProbabilityFlow(owner._denoiser, ProbabilityFlow.Tolerance(SampledTrace.Accuracy), 1).Map(owner._schedule[t], owner._schedule[1], points);
            ends.Value.CopyTo(result);
            lock (_lock)
                Status = Status.Worst(ends.Status);
        }
    }
}
