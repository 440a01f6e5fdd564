namespace Simulator.Numerics.OptimalTransport;

/// <summary>What the solver of assignment problems found; nothing is certified yet.</summary>
/// <param name="Columns">The column of every row, n.</param>
/// <param name="RowPotentials">u, n.</param>
/// <param name="ColumnPotentials">v, n.</param>
/// <param name="Visits">Bids and rows visited by searches.</param>
internal sealed record AssignmentSolution(int[] Columns, double[] RowPotentials, double[] ColumnPotentials, long Visits);
