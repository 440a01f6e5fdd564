using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Specifications;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Targets;

/// <summary>The rows of a file as a law.</summary>
public sealed class PointCloudTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clouds ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Repeated_points_become_weights()
    {
        var cloud = PointCloud.Of(new PointBatch([1, 2, -0.0, 0, 1, 2, 0, 0, 1, 2], 2));
        Assert.Equal(2, cloud.Count);
        Assert.Equal([1, 2, 0, 0], cloud.Points.Span.ToArray());
        Assert.Equal([0.6, 0.4], cloud.Weights.Span.ToArray());
        Close.Absolute(3, cloud.SecondMoment, 1e-15);
        Close.Absolute(3 - 0.36 - 1.44, cloud.TotalVariance, 1e-15);
    }

    [Fact]
    public void Impossible_clouds_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PointCloud.Of(new PointBatch([], 2)));
        Assert.Throws<ArgumentException>(() => PointCloud.Of(new PointBatch([1, double.NaN], 2)));
        Assert.Throws<ArgumentException>(() => PointCloud.Of(new PointBatch([1, 2], 2)).Sample(RandomStream.Named(1, "a", "b", "c"), new double[3]));
    }

    [Property(MaxTest = 50)]
    public Property Samples_are_points_as_often_as_their_weights_say() => Prop.ForAll(PointClouds.Any(), cloud =>
    {
        const int Count = 20_000;
        double[] samples = new double[Count * cloud.Dimension];
        cloud.Sample(RandomStream.Named(3, "tests", "clouds", "samples"), samples);
        var seen = new Dictionary<RealVector, int>();
        foreach (double[] point in samples.Chunk(cloud.Dimension))
            seen[new RealVector([.. point])] = seen.GetValueOrDefault(new RealVector([.. point])) + 1;
        for (int i = 0; i < cloud.Count; i++)
        {
            double w = cloud.Weights[i], share = seen.GetValueOrDefault(new RealVector([.. cloud[i]])) / (double)Count;
            Close.Absolute(w, share, 6 * Math.Sqrt(w * (1 - w) / Count) + 1e-12);
        }

        Assert.Equal(Count, Enumerable.Range(0, cloud.Count).Sum(i => seen.GetValueOrDefault(new RealVector([.. cloud[i]]))));
    });

    [Fact]
    public void Digits_are_read_from_their_compressed_file()
    {
        var target = (PointCloudTarget)Read("""{"kind":"point-cloud","file":"digits.csv.gz","columns":["p*"],"standardize":true}""", Repository.PathOf("experiments", "point-clouds"));
        Assert.Equal((1797, 64), (target.Cloud.Count, target.Dimension));
        Assert.True(target.HasBoundedSupport);

        // Three pixels never vary; the others have variance 1.
        Close.Absolute(61, target.Cloud.TotalVariance, 1e-10);
        Close.Absolute(61, target.SecondMoment, 1e-10);
        Assert.Contains(target.Notes, n => n.Contains("p00, p40, p47", StringComparison.Ordinal));
        Assert.Equal(double.NegativeInfinity, target.MassBeyond(100).Log);
        Close.Absolute(Math.Log(Enumerable.Range(0, 1797).Count(i => target.Cloud[i].ToArray().Sum(v => v * v) > 100) / 1797.0), target.MassBeyond(10).Log, 1e-12);
        Assert.Equal(target, Read(target.ToString(), Repository.PathOf("experiments", "point-clouds")));
    }

    [Fact]
    public void Constant_columns_single_points_and_doubles_are_said()
    {
        Write("a,b\n1,5\n2,5\n2,5\n");
        Target target = Read("""{"kind":"point-cloud","file":"data.csv","standardize":true}""");
        Assert.Contains("2 different points of data.csv (3 rows; what occurs several times has so much more weight).", target.Notes);
        Assert.Contains("Constant columns, moved to 0 in their own unit: b.", target.Notes);
        Write("a,b\n1,5\n");
        Assert.Contains(Read("""{"kind":"point-cloud","file":"data.csv"}""").Notes, n => n.StartsWith("A single point", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,b\n1,x\n", "", "line 2, column 'b': 'x' is not a finite number; write a decimal number such as 5.1; 'columns' can name those to use")]
    [InlineData("a,b\n1,NaN\n", "", "line 2, column 'b': 'NaN' is not a finite number")]
    [InlineData("a,b\n1,2\n", ",\"columns\":[\"c\"]", "column 'c': there is no such column; the file has 'a', 'b'")]
    [InlineData("a,b\n1,2\n", ",\"columns\":[\"c*\"]", "column 'c*': no column begins so; the file has 'a', 'b'")]
    [InlineData("a,b\n1,2\n", ",\"columns\":[\"a\",\"a*\"]", "column 'a': the column is asked for twice")]
    [InlineData("a,b\n1,2\n", ",\"columns\":[]", "found an empty array, expected an array of column names")]
    [InlineData("a,b\n1,2\n", ",\"standardize\":true", "A single row gives column 'a' no scale; at least two different rows are needed")]
    [InlineData("a,b\n1,2e13\n2,1\n", "", "found a point with a coordinate of size 2E+13, expected at most 1e12")]
    [InlineData("a,b\n", "", "the file has a header but no rows")]
    public void Bad_files_are_refused(string csv, string more, string problem)
    {
        Write(csv);
        SpecificationException e = Assert.Throws<SpecificationException>(() => Read($$"""{"kind":"point-cloud","file":"data.csv"{{more}}}"""));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_called_gz_must_be_gzip()
    {
        File.WriteAllText(Path.Combine(_folder, "data.csv.gz"), "a,b\n1,2\n");
        SpecificationException e = Assert.Throws<SpecificationException>(() => Read("""{"kind":"point-cloud","file":"data.csv.gz"}"""));
        Assert.Contains("ends in .gz but is not gzip", e.Message, StringComparison.Ordinal);
    }

    private void Write(string csv) => File.WriteAllText(Path.Combine(_folder, "data.csv"), csv);

    private Target Read(string json, string? folder = null) => TargetReader.Read(SpecificationReader.Parse(json, "test"), new TargetContext(folder ?? _folder, 1));
}
