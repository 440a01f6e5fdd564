using Simulator.FunctionClasses;

namespace Simulator.Consistency;

/// <summary>How a step of consistency training is learned from samples (section 9).</summary>
/// <param name="Class">F.</param>
/// <param name="Samples">N, the number of fresh pairs of every step.</param>
/// <param name="Ridge">λ: the diagonal of the Gram matrix is multiplied by 1 + λ, except for the affine part; what is penalised is the change from one step to the next.</param>
/// <param name="Mode">What is regressed on.</param>
/// <param name="Baseline">What is known beforehand.</param>
/// <param name="HeldOut">M, the number of fresh points on which ε and ε_F are measured at every step; 0 for none.</param>
public sealed record Regression(
    FunctionClass Class, int Samples, double Ridge = Regression.StandardRidge, RegressionMode Mode = RegressionMode.Sampled, BaselineKind Baseline = BaselineKind.None, int HeldOut = Regression.StandardHeldOut)
{
    /// <summary>The usual penalty: it keeps the condition number below the number of features over it, and biases a step less than 10 000 samples scatter.</summary>
    public const double StandardRidge = 1e-6;

    /// <summary>The usual number of held-out points.</summary>
    public const int StandardHeldOut = 2000;
}

/// <summary>What a step is regressed on.</summary>
public enum RegressionMode
{
    /// <summary>f_{t−1}(X_{t−1}) of fresh pairs: exactly (14).</summary>
    Sampled,

    /// <summary>Its mean given X_t (Rao, Blackwell): the same minimiser without the scatter of X_{t−1}.</summary>
    RaoBlackwell,
}

/// <summary>What the regression starts from.</summary>
public enum BaselineKind
{
    /// <summary>Nothing: f_t is in the class.</summary>
    None,

    /// <summary>DDIM steps composed from t to 1.</summary>
    Ddim,

    /// <summary>The flows of the components of the target's own mixture, each in closed form, averaged with posterior probabilities.</summary>
    Gated,
}
