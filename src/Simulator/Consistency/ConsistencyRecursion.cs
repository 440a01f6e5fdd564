using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>
/// The recursion f_1 = id, f_{t−1} ↦ f_t: a stream that yields f_2, …, f_T one at a time, so that memory does not grow with T.
/// </summary>
public abstract class ConsistencyRecursion
{
    /// <summary>Starts a recursion at f_1.</summary>
    /// <param name="schedule">The schedule.</param>
    protected ConsistencyRecursion(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Schedule = schedule;
    }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>t of the current function; 1 at the start.</summary>
    public int Time { get; private set; } = 1;

    /// <summary>f_t.</summary>
    public abstract ConsistencyFunction Current { get; }

    /// <summary>Goes from f_t to f_{t+1}.</summary>
    /// <returns>False if t was T already; nothing has changed then.</returns>
    public bool Advance()
    {
        if (Time == Schedule.Steps) return false;
        AdvanceTo(Time + 1);
        Time++;
        return true;
    }

    /// <summary>Computes f_t from f_{t−1}.</summary>
    /// <param name="t">2 … T.</param>
    protected abstract void AdvanceTo(int t);
}
