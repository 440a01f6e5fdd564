using Simulator.Specifications;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Where Jupyter looks for kernels.</summary>
public static class JupyterFolders
{
    /// <summary>The data folder of a user: the one that <c>JUPYTER_DATA_DIR</c> names, else the one of the platform.</summary>
    /// <exception cref="SpecificationException">The user has no home.</exception>
    public static string OfUser()
    {
        if (Variable("JUPYTER_DATA_DIR") is { } named) return Path.GetFullPath(named);
        if (OperatingSystem.IsWindows()) return Path.Combine(Known(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(Known(Environment.SpecialFolder.UserProfile), "Library", "Jupyter");
        return Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(Known(Environment.SpecialFolder.UserProfile), ".local", "share"), "jupyter");
    }

    /// <summary>The data folder of an installation, a virtual environment of Python for instance.</summary>
    /// <param name="prefix">The folder of the installation.</param>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    /// <summary>The folder of a kernel.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="name">The name of the kernel.</param>
    public static string OfKernel(string data, string name) => Path.Combine(data, "kernels", name);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Known(Environment.SpecialFolder folder)
        => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path
            ? path
            : throw new SpecificationException("found no home folder, expected --prefix DIR, or the variable JUPYTER_DATA_DIR.");
}
