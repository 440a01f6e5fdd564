using System.Collections.Immutable;
using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>A learner: which steps it takes, and which errors are put into some of them on purpose.</summary>
/// <param name="Kind">Which step to take.</param>
/// <param name="Errors">Injected errors, at most one a step; none by default.</param>
public sealed record Learner(LearnerKind Kind, ImmutableArray<InjectedError> Errors)
{
    /// <summary>How means are taken where no integral is known.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>How steps are learned from samples; null for learners that take none.</summary>
    public Regression? Regression { get; init; }

    /// <summary>Where steps that were learned from samples are kept; null for nowhere.</summary>
    public IStepLogs? Logs { get; init; }

    /// <summary>What measurements that go on beside this one may have in common with it; null for nothing.</summary>
    public SharedWork? Shared { get; init; }

    /// <summary>A learner from samples.</summary>
    /// <param name="regression">How steps are learned.</param>
    public static Learner From(Regression regression) => new(LearnerKind.Regression, []) { Regression = regression };

    /// <summary>The same learner on so many threads; no number depends on it.</summary>
    /// <param name="threads">Threads, at least 1.</param>
    public Learner OnThreads(int threads) => this with { Sampling = Sampling with { Threads = threads } };

    /// <summary>Consistency training solved exactly.</summary>
    public static Learner Exact { get; } = new(LearnerKind.Exact, []);

    /// <summary>DDIM steps composed.</summary>
    public static Learner Ddim { get; } = new(LearnerKind.Ddim, []);

    /// <summary>The learner of a kind, without injected errors.</summary>
    /// <param name="kind">Which step to take.</param>
    public static implicit operator Learner(LearnerKind kind) => FromLearnerKind(kind);

    /// <summary>The learner of a kind, without injected errors.</summary>
    /// <param name="kind">Which step to take.</param>
    public static Learner FromLearnerKind(LearnerKind kind) => new(kind, []);

    /// <summary>
    /// η_t of the error <c>η_t (x − E X_t)</c> that is added to f_t, 0 where there is none: a field that keeps every symmetry of a target, and
    /// of which the root mean square under q_t is the wanted size.
    /// </summary>
    /// <param name="t">2 … T.</param>
    /// <param name="level">The noise level of t.</param>
    /// <param name="dimension">d.</param>
    /// <param name="totalVariance">Tr Cov X_0.</param>
    public double ErrorSlope(int t, NoiseLevel level, int dimension, double totalVariance)
    {
        double size = Errors.FirstOrDefault(e => e.Step == t).Size;
        return size == 0 ? 0 : size / RootMeanSquare(level, dimension, totalVariance);
    }

    /// <summary>The same learner on a block of a product: every block gets its share of the errors.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="block">d and Tr Cov X_0 of the block.</param>
    /// <param name="whole">d and Tr Cov X_0 of the product.</param>
    internal Learner OnBlock(Schedule schedule, (int Dimension, double TotalVariance) block, (int Dimension, double TotalVariance) whole) => this with
    {
        Errors =
        [
            .. Errors.Select(e => e with
            {
                Size = e.Size * RootMeanSquare(schedule[e.Step], block.Dimension, block.TotalVariance)
                    / RootMeanSquare(schedule[e.Step], whole.Dimension, whole.TotalVariance),
            }),
        ],
    };

    /// <summary>(E‖X_t − E X_t‖²)^{1/2}.</summary>
    private static double RootMeanSquare(NoiseLevel level, int dimension, double totalVariance)
        => Math.Sqrt(level.AlphaBar * totalVariance + dimension * level.OneMinusAlphaBar);
}

/// <summary>An error that is added to f_t on purpose.</summary>
/// <param name="Step">t, 2 … T.</param>
/// <param name="Size">(E‖·‖²)^{1/2} of the error under q_t.</param>
public readonly record struct InjectedError(int Step, double Size);
