using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Quadrature;

public class GaussianCubatureTests
{
    public static TheoryData<int, int> Rules => [.. from degree in (int[])[3, 5] from dimension in Enumerable.Range(1, 6) select (degree, dimension)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Monomials_up_to_the_degree_are_exact(int degree, int dimension)
    {
        GaussianCubature rule = Of(degree, dimension);
        foreach (int[] powers in Monomials(dimension, degree))
            Close.Absolute(Moment(powers), Average(rule, powers), 1e-12, $"moment ({string.Join(", ", powers)})");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void No_rule_is_exact_for_the_next_even_degree(int degree, int dimension)
    {
        GaussianCubature rule = Of(degree, dimension);
        double worst = Monomials(dimension, degree + 1).Max(powers => Math.Abs(Moment(powers) - Average(rule, powers)));
        Assert.True(worst > 0.5, $"all moments of degree {degree + 1} within {worst}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Weights_sum_to_one_and_nodes_are_few(int degree, int dimension)
    {
        GaussianCubature rule = Of(degree, dimension);
        int count = degree == 3 ? 2 * dimension : 2 * dimension * dimension + 1;
        Assert.Equal(dimension, rule.Dimension);
        Assert.Equal(count, rule.Weights.Length);
        Assert.Equal(count * dimension, rule.Nodes.Length);
        Close.Absolute(1, rule.Weights.Sum(), 1e-14);
        Assert.Equal(degree == 5 && dimension > 4, rule.Weights.Any(w => w < 0));
    }

    [Fact]
    public void There_is_no_rule_without_dimension()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianCubature.OfDegree3(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianCubature.OfDegree5(0));
    }

    private static GaussianCubature Of(int degree, int dimension) => degree == 3 ? GaussianCubature.OfDegree3(dimension) : GaussianCubature.OfDegree5(dimension);

    /// <summary>All exponents whose sum is at most the degree.</summary>
    private static IEnumerable<int[]> Monomials(int dimension, int degree)
    {
        if (dimension == 0) return [[]];
        return from power in Enumerable.Range(0, degree + 1) from rest in Monomials(dimension - 1, degree - power) select (int[])[power, .. rest];
    }

    /// <summary>Coordinates are independent with moments (p − 1)!! or 0.</summary>
    private static double Moment(int[] powers)
    {
        double product = 1;
        foreach (int p in powers)
        {
            if (p % 2 == 1) return 0;
            for (int i = p - 1; i > 1; i -= 2)
                product *= i;
        }

        return product;
    }

    private static double Average(GaussianCubature rule, int[] powers)
    {
        double sum = 0;
        for (int g = 0; g < rule.Weights.Length; g++)
        {
            double product = rule.Weights[g];
            for (int i = 0; i < powers.Length; i++)
                product *= Math.Pow(rule.Nodes[g * powers.Length + i], powers[i]);
            sum += product;
        }

        return sum;
    }
}
