namespace Simulator.Consistency;

/// <summary>The learners.</summary>
public enum LearnerKind
{
    /// <summary>f_t(x) = E[f_{t−1}(X_{t−1}) | X_t = x]: consistency training solved exactly.</summary>
    Exact,

    /// <summary>f_t(x) = f_{t−1}(E[X_{t−1} | X_t = x]): DDIM steps composed.</summary>
    Ddim,

    /// <summary>Consistency training from samples, in a class of functions.</summary>
    Regression,
}
