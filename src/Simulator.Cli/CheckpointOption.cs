using System.Collections.Immutable;
using System.CommandLine;
using Simulator.Consistency;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>Where steps that were learned from samples are kept.</summary>
internal static class CheckpointOption
{
    /// <summary>The option of a command that learns.</summary>
    public static Option<string?> Create() => new("--checkpoint")
    {
        Description = "Folder that keeps what the learner 'regression' has learned, step by step: a run that was stopped goes on there to the same bits, and other commands need not learn again.",
        CompletionSources = { Completions.Folders },
    };

    /// <summary>Specifications whose learners keep their steps in the folder that was given, several ones in a folder each inside; as they are where none was.</summary>
    /// <param name="specifications">The specifications.</param>
    /// <param name="steps">The numbers of steps that each is wanted for.</param>
    /// <param name="directory">The folder, or null.</param>
    /// <param name="error">Hears where a run goes on; null for nobody.</param>
    /// <exception cref="SpecificationException">A learner takes no samples, the folder holds another run, or another process has it.</exception>
    public static Attached Attach(ExperimentSpecification[] specifications, IReadOnlyList<ImmutableArray<int>> steps, string? directory, TextWriter? error)
    {
        var attached = new Attached([.. specifications]);
        if (directory is null) return attached;
        if (string.IsNullOrWhiteSpace(directory)) throw new SpecificationException("--checkpoint: found an empty name, expected a folder.");
        try
        {
            for (int i = 0; i < specifications.Length; i++)
                attached.Add(i, steps[i], specifications.Length == 1 ? directory : Path.Combine(directory, specifications[i].Name), error);
        }
        catch (SpecificationException)
        {
            attached.Dispose();
            throw;
        }

        return attached;
    }

    /// <summary>The same for one specification and one number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <param name="directory">The folder, or null.</param>
    /// <param name="error">Hears where a run goes on; null for nobody.</param>
    /// <exception cref="SpecificationException">The learner takes no samples, the folder holds another run, or another process has it.</exception>
    public static Attached Attach(ExperimentSpecification specification, int steps, string? directory, TextWriter? error) => Attach([specification], [[steps]], directory, error);

    /// <summary>Specifications with their checkpoints, whose files are this process's until it disposes of them.</summary>
    /// <param name="specifications">The specifications.</param>
    public sealed class Attached(ExperimentSpecification[] specifications) : IDisposable
    {
        private readonly List<Checkpoints> _open = [];

        /// <summary>The specifications.</summary>
        public ExperimentSpecification[] Specifications => specifications;

        /// <inheritdoc/>
        public void Dispose() => _open.ForEach(c => c.Dispose());

        internal void Add(int index, ImmutableArray<int> steps, string directory, TextWriter? error)
        {
            ExperimentSpecification specification = specifications[index];
            if (specification.Learner.Kind != LearnerKind.Regression)
                throw new SpecificationException($"--checkpoint: found with a learner that learns nothing from samples in {specification.Name}, expected the learner 'regression'.");
            var checkpoints = new Checkpoints(directory, specification);
            _open.Add(checkpoints);
            foreach (int t in steps)
            {
                if (checkpoints.Kept(t) is > 0 and var kept) error?.WriteLine($"{specification.Name}: {kept} of {t - 1} steps of T = {t} are in {checkpoints.PathOf(t)}.");
            }

            specifications[index] = specification with { Learner = specification.Learner with { Logs = checkpoints } };
        }
    }
}
