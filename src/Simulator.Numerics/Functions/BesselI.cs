using MathNet.Numerics;

namespace Simulator.Numerics.Functions;

/// <summary>
/// Modified Bessel functions I_ν of any order ν ≥ −½ and argument κ ≥ 0, in the two forms that laws on spheres need: the ratio of neighbouring
/// orders and the logarithm of the function without its powers and exponentials. Neither overflows.
/// </summary>
public static class BesselI
{
    /// <summary>From this order on Debye's expansion is exact to rounding with the terms kept here.</summary>
    private const double DebyeFrom = 40;

    /// <summary>From here on (and from ν² on) the expansion for large arguments is exact to rounding.</summary>
    private const double HankelFrom = 50;

    /// <summary>From this order on seven terms in 1/(2ν + 1) are exact to rounding.</summary>
    private const double UniformFrom = 100;

    private const int DebyeTerms = 10, MaximumTerms = 2000;

    /// <summary>u_k(p)/p^k as polynomials in p².</summary>
    private static readonly double[][] Debye = DebyePolynomials();

    /// <summary>I_{ν+1}(κ)/I_ν(κ): the mean of cos θ under the density ∝ e^{κ cos θ} sin^{2ν} θ on [0, π], between 0 and 1.</summary>
    /// <param name="order">ν, at least −½.</param>
    /// <param name="argument">κ, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// Perron's continued fraction <c>κ/(2ν+2+κ − (2ν+3)κ/(2ν+3+2κ − (2ν+5)κ/(2ν+4+2κ − …)))</c> (Gautschi and Slavik 1978), which needs at most
    /// about 60 terms anywhere, where Gauss's fraction needs some √κ.
    /// </remarks>
    public static double Ratio(double order, double argument)
    {
        Check(order, argument);
        return argument == 0 ? 0 : RatioCore(order, argument);
    }

    /// <summary>The derivative A'(κ) of the ratio A = I_{ν+1}/I_ν.</summary>
    /// <param name="order">ν, at least −½.</param>
    /// <param name="argument">κ, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// A' = A (I_{ν+2}/I_{ν+1} − A + 1/κ), in which nothing cancels before κ exceeds ν²; from there on the series in 1/κ, and for large orders that in
    /// 1/(2ν+1), both from Riccati's equation A' + A² + (2ν+1)A/κ = 1.
    /// </remarks>
    public static double RatioDerivative(double order, double argument)
    {
        Check(order, argument);
        if (argument == 0) return 0.5 / (order + 1);
        if (order >= UniformFrom) return DerivativeOfLargeOrder(2 * order + 1, argument);
        if (argument >= HankelFrom + 10 * order * order) return DerivativeFarOut(order, argument);
        double ratio = RatioCore(order, argument);
        return ratio * (RatioCore(order + 1, argument) - ratio + 1 / argument);
    }

    /// <summary>A = Σ c_k κ^{−k}, from L' + L² + L/κ = 1 + ν²/κ² for L = A + ν/κ.</summary>
    private static double DerivativeFarOut(double order, double argument)
    {
        const int Terms = 12;
        Span<double> c = stackalloc double[Terms];
        (c[0], c[1]) = (1, -0.5);
        for (int n = 2; n < Terms; n++)
        {
            double sum = (n - 2) * c[n - 1] + (n == 2 ? order * order : 0);
            for (int i = 1; i < n; i++)
                sum -= c[i] * c[n - i];
            c[n] = 0.5 * sum;
        }

        c[1] -= order;
        double derivative = 0, inverse = 1 / argument;
        for (int k = Terms - 1; k >= 1; k--)
            derivative -= k * c[k] * Math.Pow(inverse, k + 1);
        return derivative;
    }

    /// <summary>
    /// With a = 2ν + 1 and u = a/(2κ), A = Σ_k a^{−k} B_k(u): B_0 = 1/(√(1+u²) + u) and <c>2√(1+u²) B_k = 2u² B_{k−1}' − Σ_{0&lt;i&lt;k} B_i B_{k−i}</c>, all by
    /// their Taylor coefficients at u.
    /// </summary>
    private static double DerivativeOfLargeOrder(double a, double argument)
    {
        const int Terms = 7, Length = Terms + 1;
        double u = 0.5 * a / argument, root = Math.Sqrt(1 + u * u), factor = 1, sum = 0;
        Span<double> r = stackalloc double[Length], g = stackalloc double[Length], table = stackalloc double[Terms * Length];
        r[0] = root;
        for (int j = 1; j < Length; j++)
        {
            double rest = j == 1 ? 2 * u : j == 2 ? 1 : 0;
            for (int i = 1; i < j; i++)
                rest -= r[i] * r[j - i];
            r[j] = rest / (2 * root);
        }

        r.CopyTo(g);
        g[0] += u;
        g[1] += 1;
        table[0] = 1 / g[0];
        for (int j = 1; j < Length; j++)
        {
            double rest = 0;
            for (int i = 1; i <= j; i++)
                rest -= g[i] * table[j - i];
            table[j] = rest / g[0];
        }

        for (int k = 1; k < Terms; k++)
        {
            Span<double> b = table.Slice(k * Length, Length), before = table.Slice((k - 1) * Length, Length);
            for (int j = 0; j < Length - k; j++)
            {
                double rest = 2 * u * u * (j + 1) * before[j + 1] + 4 * u * j * before[j] + (j >= 1 ? 2 * (j - 1) * before[j - 1] : 0);
                for (int i = 1; i < k; i++)
                {
                    for (int m = 0; m <= j; m++)
                        rest -= table[i * Length + m] * table[(k - i) * Length + j - m];
                }

                for (int m = 1; m <= j; m++)
                    rest -= 2 * r[m] * b[j - m];
                b[j] = rest / (2 * root);
            }
        }

        for (int k = 0; k < Terms; k++, factor /= a)
            sum += factor * table[k * Length + 1];
        return -u / argument * sum;
    }

    /// <summary>
    /// log(e^{−κ} Γ(ν+1) (2/κ)^ν I_ν(κ)), which is 0 at κ = 0: the logarithm of the mean of e^{κ(cos θ − 1)} under the density ∝ sin^{2ν} θ.
    /// Absolute error near rounding of the larger of 1 and the value.
    /// </summary>
    /// <param name="order">ν, at least −½.</param>
    /// <param name="argument">κ, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LogScaled(double order, double argument)
    {
        Check(order, argument);
        if (order >= DebyeFrom) return LogByDebye(order, argument);
        if (argument >= Math.Max(HankelFrom, order * order)) return LogByHankel(order, argument);
        if (argument == 0) return 0;

        // Λ_ν = Λ_{ν+1}/(2(ν+1) R_ν/κ) carries an order for which the expansion holds back to ν; the ratios R go down stably.
        int raise = (int)Math.Ceiling(DebyeFrom - order);
        double ratio = RatioCore(order + raise, argument), product = 1;
        for (int j = raise - 1; j >= 0; j--)
        {
            double twice = 2 * (order + j + 1) / argument;
            ratio = 1 / (twice + ratio);
            product *= twice * ratio;
        }

        return LogByDebye(order + raise, argument) - Math.Log(product);
    }

    /// <summary>lnΓ(h) − [(h − ½) ln h − h + ½ ln 2π]: what Stirling's formula leaves, about 1/(12h).</summary>
    /// <param name="h">Argument, positive.</param>
    public static double StirlingRemainder(double h)
    {
        if (!(h > 0)) throw new ArgumentOutOfRangeException(nameof(h), h, "The argument must be positive.");
        if (h < 16) return SpecialFunctions.GammaLn(h) - ((h - 0.5) * Math.Log(h) - h + Normal.LogSqrtTwoPi);
        double q = 1 / (h * h);
        return (1.0 / 12 - q * (1.0 / 360 - q * (1.0 / 1260 - q * (1.0 / 1680 - q * (1.0 / 1188 - q * 691.0 / 360360))))) / h;
    }

    private static void Check(double order, double argument)
    {
        if (!(order >= -0.5)) throw new ArgumentOutOfRangeException(nameof(order), order, "The order must be at least −1/2.");
        if (!(argument >= 0)) throw new ArgumentOutOfRangeException(nameof(argument), argument, "The argument must not be negative.");
    }

    /// <summary>Perron's fraction by the modified Lentz algorithm.</summary>
    private static double RatioCore(double order, double argument)
    {
        double value = argument + 2 * order + 2, c = value, d = 0;
        for (int k = 1; k < MaximumTerms; k++)
        {
            double a = -(2 * order + 2 * k + 1) * argument, b = 2 * order + 2 + k + 2 * argument;
            d = 1 / (b + a * d);
            c = b + a / c;
            double factor = c * d;
            value *= factor;
            if (Math.Abs(factor - 1) <= 2.3e-16) break;
        }

        return Math.Min(argument / value, 1);
    }

    /// <summary>
    /// Debye's expansion, uniform in κ: with x = κ/ν and p = 1/√(1+x²), <c>log Λ = ν(q − log(1 + q/2)) + ½ log p + log Σ u_k(p)/ν^k + …</c>,
    /// q = √(1+x²) − 1; what remains is the remainder of Stirling's formula.
    /// </summary>
    private static double LogByDebye(double order, double argument)
    {
        double x = argument / order, root = Math.Sqrt(1 + x * x), p = 1 / root, q = x * x / (root + 1);
        double sum = 0, power = 1, square = p * p;
        for (int k = 1; k <= DebyeTerms; k++)
        {
            power *= p / order;
            double[] coefficients = Debye[k];
            double polynomial = coefficients[k];
            for (int i = k - 1; i >= 0; i--)
                polynomial = polynomial * square + coefficients[i];
            double term = power * polynomial;
            sum += term;
            if (Math.Abs(term) < 1e-18) break;
        }

        // For large x, q − x = 1/(√(1+x²) + x) − 1 without its cancellation; for small x all of it is small.
        double log = Elementary.Log1p(0.5 * q);
        double leading = x < 1 ? order * (q - log) - argument : order * (1 / (root + x) - 1 - log);
        return leading + 0.5 * Math.Log(p) + Elementary.Log1p(sum) + StirlingRemainder(order);
    }

    /// <summary>The expansion for large arguments, <c>e^{−κ} I_ν ~ (2πκ)^{−1/2} Σ (−1)^k a_k(ν)/κ^k</c>.</summary>
    private static double LogByHankel(double order, double argument)
    {
        double sum = 0, term = 1, four = 4 * order * order;
        for (int k = 1; k < 60 && Math.Abs(term) > 1e-18; k++)
        {
            term *= -(four - (2.0 * k - 1) * (2 * k - 1)) / (8.0 * k * argument);
            sum += term;
        }

        return SpecialFunctions.GammaLn(order + 1) + order * Math.Log(2 / argument)
            - Normal.LogSqrtTwoPi - 0.5 * Math.Log(argument) + Elementary.Log1p(sum);
    }

    /// <summary>
    /// <c>u_{k+1}(p) = ½p²(1 − p²) u_k'(p) + ⅛ ∫_0^p (1 − 5t²) u_k(t) dt</c>, u_0 = 1; u_k is p^k times a polynomial of degree k in p².
    /// </summary>
    private static double[][] DebyePolynomials()
    {
        var all = new double[DebyeTerms + 1][];
        all[0] = [1];
        for (int k = 0; k < DebyeTerms; k++)
        {
            var next = new double[k + 2];
            for (int i = 0; i <= k; i++)
            {
                double c = all[k][i];
                int power = k + 2 * i;
                next[i] += c * (0.5 * power + 1.0 / (8 * (power + 1)));
                next[i + 1] -= c * (0.5 * power + 5.0 / (8 * (power + 3)));
            }

            all[k + 1] = next;
        }

        return all;
    }
}
