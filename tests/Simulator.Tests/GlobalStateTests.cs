using Xunit;

namespace Simulator.Tests;

/// <summary>Tests that change what the whole process sees (environment variables, Math.NET's provider); they run by themselves and put it back.</summary>
[CollectionDefinition(nameof(GlobalStateTests), DisableParallelization = true)]
public sealed class GlobalStateTests
{
    /// <summary>Sets an environment variable until disposed.</summary>
    internal sealed class Variable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public Variable(string name, string? value)
        {
            (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
