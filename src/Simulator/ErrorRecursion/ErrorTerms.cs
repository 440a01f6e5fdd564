namespace Simulator.ErrorRecursion;

/// <summary>
/// The terms of the exact identity (34) at one step, each as E‖·‖ with X_t ~ q_t:
/// <c>ξ_t = E[ξ_{t−1}(X_{t−1})|X_t] + (f_t − f_t^F) + (f_t^F − f_t*) + T1_t + T2_t</c>.
/// </summary>
/// <param name="Time">t, 2 … T.</param>
/// <param name="LogSigma">s_t = log σ_t.</param>
/// <param name="Xi">ξ_t = f_t − Φ_t.</param>
/// <param name="Tower">E[ξ_{t−1}(X_{t−1}) | X_t].</param>
/// <param name="T1">T1_t = ∂Φ_{t−1}(φ_t) (E[X_{t−1}|X_t] − φ_t).</param>
/// <param name="T2">T2_t = B_t − T1_t.</param>
/// <param name="Remainder">T2_t − ½ b_t² ∂²Φ_{t−1}(φ_t) : C.</param>
/// <param name="Estimation">f_t − f_t^F.</param>
/// <param name="Approximation">f_t^F − f_t*.</param>
/// <param name="Residual">Left minus right side of the identity, each term computed by itself: numerical error.</param>
/// <param name="Gap">E[X_{t−1}|X_t] − φ_t, of which T1_t is the image.</param>
/// <param name="Irreducible">E‖f_{t−1}(X_{t−1}) − f_t(X_t)‖².</param>
/// <param name="Spread">Tr Cov f_t(X_t).</param>
public sealed record ErrorTerms(
    int Time,
    double LogSigma,
    Term Xi,
    Term Tower,
    Term T1,
    Term T2,
    Term Remainder,
    Term Estimation,
    Term Approximation,
    Term Residual,
    Term Gap,
    double Irreducible,
    double Spread);
