using System.Runtime.InteropServices;
using MathNet.Numerics.Providers.LinearAlgebra;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>How names become backends. Looking for oneMKL touches Math.NET's provider, so these run by themselves.</summary>
[Collection(nameof(GlobalStateTests))]
public class BackendsTests
{
    [Fact]
    public void Auto_is_simd_on_all_cores_or_as_many_threads_as_are_wanted()
    {
        Assert.Equal(["auto", "simd", "mkl", "openblas", "managed"], Backends.Names);
        Assert.IsType<SimdBackend>(Backends.Resolve("auto").Backend);
        Assert.Equal(Environment.ProcessorCount, Backends.Resolve("simd").Backend!.Threads);
        Assert.Equal(3, Backends.Resolve("simd", 3).Backend!.Threads);
    }

    [Fact]
    public void Names_and_threads_that_make_no_sense_are_refused()
    {
        Assert.Contains("'cuda'", Assert.Throws<ArgumentException>(() => Backends.Resolve("cuda")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Backends.Resolve("mkl", 0));
        Assert.Throws<ArgumentNullException>(() => Backends.Resolve(null!));
    }

    [Fact]
    public void Native_libraries_get_one_thread_unless_told_otherwise()
    {
        BackendResolution found = Backends.Resolve("openblas");
        Assert.SkipWhen(found.Backend is null, found.Reason ?? "");
        Assert.Equal(1, found.Backend!.Threads);
        Assert.Equal(2, Backends.Resolve("openblas", 2).Backend!.Threads);
        Assert.Contains("OpenBLAS", found.Backend.Description, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(found.Path), found.Path);
    }

    [Theory]
    [InlineData("mkl", "SIMULATOR_MKL")]
    [InlineData("openblas", "SIMULATOR_OPENBLAS")]
    public void Variables_that_name_no_file_are_an_absence(string name, string variable)
    {
        BackendResolution resolution = Backends.Resolve(name, null, v => v == variable ? "/no such file" : null);
        Assert.False(resolution.IsPresent);
        Assert.Null(resolution.Backend);
        Assert.Contains($"{variable} names '/no such file'", resolution.Reason, StringComparison.Ordinal);
        Assert.Equal(resolution.Reason, Assert.Throws<InvalidOperationException>(() => resolution.OrDefault(1, _ => { })).Message);
    }

    [Fact]
    public void Another_library_under_the_name_is_not_taken_in_silence()
    {
        BackendResolution openBlas = Backends.Resolve("openblas");
        Assert.SkipWhen(openBlas.Path is null, openBlas.Reason ?? "");
        BackendResolution asMkl = Backends.Resolve("mkl", null, v => v == "SIMULATOR_MKL" ? openBlas.Path : null);
        Assert.Null(asMkl.Backend);
        Assert.Contains("is not the library 'mkl' (OpenBLAS", asMkl.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_without_dgemm_give_a_warning_and_the_default()
    {
        // A library that is certainly there and certainly knows no matrices: the runtime's own.
        string? library = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.Native*")
            .FirstOrDefault(file => NativeLibrary.TryLoad(file, out _));
        Assert.SkipWhen(library is null, "The runtime has no native library of its own here.");
        BackendResolution resolution = Backends.Resolve("mkl", null, v => v == "SIMULATOR_MKL" ? library : null);
        Assert.True(resolution.IsPresent);
        Assert.Null(resolution.Backend);
        var warnings = new List<string>();
        LinearAlgebraBackend backend = resolution.OrDefault(3, warnings.Add);
        Assert.Equal(("simd", 3), (backend.Name, backend.Threads));
        Assert.Equal($"'{library}' has no dgemm_; simd is used instead of mkl", Assert.Single(warnings));
    }

    [Fact]
    public void Looking_for_oneMkl_leaves_the_provider_of_MathNet_alone()
    {
        ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
        Backends.Resolve("mkl");
        Assert.Same(before, LinearAlgebraControl.Provider);
    }
}
