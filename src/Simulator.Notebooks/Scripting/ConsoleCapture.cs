using System.Text;

namespace Simulator.Notebooks.Scripting;

/// <summary>What cells write to the console, as outputs, until it is disposed.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _out = Console.Out, _error = Console.Error;
    private readonly TextReader _in = Console.In;

    public ConsoleCapture(Action<CellOutput> output)
    {
        Console.SetOut(TextWriter.Synchronized(new Forward("stdout", output)));
        Console.SetError(TextWriter.Synchronized(new Forward("stderr", output)));

        Console.SetIn(new Refusal());
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
    }

    /// <summary>A cell that asked a question would wait for ever.</summary>
    private sealed class Refusal : TextReader
    {
        private const string Reason = "Cells take no input: write the value into the cell.";

        public override int Peek() => throw new NotSupportedException(Reason);

        public override int Read() => throw new NotSupportedException(Reason);

        public override string ReadLine() => throw new NotSupportedException(Reason);
    }

    private sealed class Forward(string stream, Action<CellOutput> output) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value)
        {
            if (!string.IsNullOrEmpty(value)) output(new StreamOutput(stream, value.ReplaceLineEndings("\n")));
        }

        public override void WriteLine(string? value) => Write(value + "\n");
    }
}
