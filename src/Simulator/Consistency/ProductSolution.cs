using Simulator.Numerics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>Blocks put together: mean norms by the Laplace integral, W1 enclosed by the product bounds of section 5 (D).</summary>
internal sealed class ProductSolution(BlockLayout<ExactSolution> layout) : ExactSolution(
    new ProductFunction([.. layout.Blocks.Select(b => (b.Block.Function, b.Repeat))]), new ProductFlow([.. layout.Blocks.Select(b => (b.Block.Flow, b.Repeat))]))
{
    private readonly Lazy<BlockErrors> _errors = new(() => Combine(layout));

    /// <inheritdoc/>
    public override bool IsOptimallyCoupled => layout.Distinct.All(b => b.Block.IsOptimallyCoupled);

    /// <inheritdoc/>
    public override int DistinctBlocks => layout.Distinct.Sum(b => b.Block.DistinctBlocks);

    /// <summary>Those of the block that needs most.</summary>
    public override int Intervals => layout.Distinct.Max(b => b.Block.Intervals);

    /// <inheritdoc/>
    public override Outcome<double> NumericalError
    {
        get
        {
            // E‖error‖ ≤ (Σ E‖error_b‖²)^{1/2}.
            BlockErrors errors = Errors();
            Status status = Status.Ok;
            foreach ((ExactSolution block, _) in layout.Distinct)
                status = status.Worst(block.NumericalError.Status);
            long evaluations = layout.Distinct.Sum(b => b.Block.NumericalError.Diagnostics.Evaluations);
            return new Outcome<double>(errors.RootMeanSquareError, status, new Diagnostics(errors.RootMeanSquareError, evaluations));
        }
    }

    /// <inheritdoc/>
    public override StepErrors Approximation => StepErrors.OfBlocks([.. layout.Distinct.Select(b => (b.Block.Approximation, b.Count))]);

    /// <inheritdoc/>
    public override Measured LipschitzConstant
    {
        get
        {
            Measured[] blocks = [.. layout.Distinct.Select(b => b.Block.LipschitzConstant)];
            double largest = blocks.Max(b => b.Value);
            return new Measured(largest, blocks.Max(b => b.Value + b.Error) - largest);
        }
    }

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        var squares = new double[points.Count];
        int offset = 0;
        foreach ((ExactSolution solution, int repeat) in layout.Blocks)
        {
            int d = solution.Function.Dimension;
            for (int copy = 0; copy < repeat; copy++, offset += d)
            {
                double[] x = new double[points.Count * d], errors = new double[points.Count];
                for (int i = 0; i < points.Count; i++)
                    points[i].Slice(offset, d).CopyTo(x.AsSpan(i * d));
                solution.ErrorAt(new PointBatch(x, d), errors);
                for (int i = 0; i < points.Count; i++)
                    squares[i] += errors[i] * errors[i];
            }
        }

        for (int i = 0; i < points.Count; i++)
            result[i] = Math.Sqrt(squares[i]);
    }

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        if (layout.Blocks is [var (only, repeat)] && repeat == 1) return only.Measure();

        BlockErrors errors = Errors();
        double error = errors.RootMeanSquareError;
        (SamplingErrors Errors, long Count)[] blocks = [.. layout.Distinct.Select(b => (b.Block.Measure(), b.Count))];
        double Norm(Func<SamplingErrors, double> figure) => Math.Sqrt(blocks.Sum(b => b.Count * figure(b.Errors) * figure(b.Errors)));
        Measured Mean(IReadOnlyList<RepeatedNorm> norms)
        {
            double value = BlockNorm.Expectation(norms);
            return new Measured(value, Relative * value + error);
        }

        Measured optimal = Mean(errors.Optimal);
        double upperByCoupling = optimal.Value + optimal.Error, upperByW2 = Norm(e => e.W2.Upper);
        double upper = Math.Min(upperByCoupling, upperByW2), lower = Math.Min(Norm(e => e.W1.Lower), upper);
        const string W2By = "norm of the blocks' W2";
        Measured underLast = Mean(errors.UnderLast), start = Mean(errors.Start);
        Measured lipschitz = LipschitzConstant;
        Status status = errors.Status;
        foreach ((SamplingErrors block, _) in blocks)
            status = status.Worst(block.Status);
        return new SamplingErrors(
            new DistanceInterval(
                lower,
                upper,
                "norm of the blocks' W1",
                upperByCoupling <= upperByW2 ? $"blockwise {(IsOptimallyCoupled ? "optimal " : "")}coupling (Laplace integral)" : W2By),
            new DistanceInterval(Norm(e => e.W2.Lower), upperByW2, W2By, W2By),
            Mean(errors.Coupled),
            optimal,
            Mean(errors.Initial),
            SamplingErrors.OfProof(lipschitz, start, underLast),
            underLast,
            status);
    }

    /// <inheritdoc/>
    public override BlockErrors Errors() => _errors.Value;

    private static BlockErrors Combine(BlockLayout<ExactSolution> layout)
    {
        (BlockErrors Errors, long Count)[] blocks = [.. layout.Distinct.Select(b => (b.Block.Errors(), b.Count))];
        IReadOnlyList<RepeatedNorm> Gather(Func<BlockErrors, IReadOnlyList<RepeatedNorm>> part)
            => [.. blocks.SelectMany(b => part(b.Errors).Select(n => n with { Count = n.Count * b.Count }))];
        Status status = Status.Ok;
        foreach ((BlockErrors block, _) in blocks)
            status = status.Worst(block.Status);
        return new BlockErrors(
            Gather(e => e.Coupled),
            Gather(e => e.Optimal),
            Gather(e => e.Initial),
            Gather(e => e.UnderLast),
            Gather(e => e.Start),
            Math.Sqrt(blocks.Sum(b => b.Count * b.Errors.RootMeanSquareError * b.Errors.RootMeanSquareError)),
            status);
    }

    /// <summary>Relative accuracy of the blocks' quadratures and of the Laplace integral.</summary>
    private const double Relative = 1e-9;
}
