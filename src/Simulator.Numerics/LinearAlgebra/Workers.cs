using System.Runtime.ExceptionServices;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Runs pieces of work side by side, but never inside of another piece: nested work stays on its thread, so cores are not oversubscribed.</summary>
public static class Workers
{
    [ThreadStatic]
    private static bool s_working;

    /// <summary>How many threads can be had here.</summary>
    /// <param name="threads">How many are wanted.</param>
    public static int Available(int threads) => s_working ? 1 : threads;

    /// <summary>Runs every piece once. Which pieces there are must not depend on the number of threads where results would.</summary>
    /// <param name="threads">At most so many at a time.</param>
    /// <param name="pieces">How many pieces.</param>
    /// <param name="piece">Does piece 0 … pieces − 1.</param>
    public static void Run(int threads, int pieces, Action<int> piece)
    {
        if (Available(threads) == 1 || pieces == 1)
        {
            for (int i = 0; i < pieces; i++)
                piece(i);
            return;
        }

        try
        {
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                s_working = true;
                try
                {
                    piece(i);
                }
                finally
                {
                    s_working = false;
                }
            });
        }
        catch (AggregateException failures)
        {
            // A caller sees what it would see on one thread.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
