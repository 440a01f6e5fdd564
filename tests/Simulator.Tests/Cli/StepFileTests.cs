using Simulator.Experiments;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class StepFileTests : IDisposable
{
    /// <summary>Bytes of a record of two numbers.</summary>
    private const int Record = 32;

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_come_back_as_they_were_kept()
    {
        string path = _folder.PathOf("a.steps");
        using (var file = StepFile.Create(path, "header"))
        {
            file.Append(2, [1.5, double.NaN, double.NegativeInfinity]);
            file.Append(3, [double.Epsilon]);
        }

        using var again = StepFile.Open(path);
        Assert.Equal("header", again.Header);
        Assert.Equal([1.5, double.NaN, double.NegativeInfinity], again.Find(2)!);
        Assert.Equal([double.Epsilon], again.Find(3)!);
        Assert.Null(again.Find(4));
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public void A_file_belongs_to_one_at_a_time()
    {
        string path = _folder.PathOf("a.steps");
        using var file = StepFile.Create(path, "header");
        Assert.Throws<IOException>(() => StepFile.Open(path));
    }

    /// <summary>Wherever a file is cut, or a byte of it spoiled, the steps before are whole and those behind are gone.</summary>
    [Fact]
    public void What_is_damaged_ends_the_file()
    {
        string path = _folder.PathOf("a.steps");
        using (var file = StepFile.Create(path, "h"))
        {
            for (int t = 2; t <= 4; t++)
                file.Append(t, [t, 10 * t]);
        }

        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            Check(whole[..length], length);
            byte[] spoiled = [.. whole];
            spoiled[length] ^= 0x10;
            Check(spoiled, length);
        }

        void Check(byte[] bytes, int damage)
        {
            using var file = new StepFile(new MemoryStream([.. bytes]));
            int kept = Enumerable.Range(2, 3).TakeWhile(t => file.Find(t) is not null).Count();
            Assert.Equal(kept, file.Count);

            // The damage is in the first record that is lost, or in the header, with which all is lost.
            int lost = whole.Length - (3 - kept) * Record;
            Assert.InRange(damage, kept == 0 ? 0 : lost, lost + Record - 1);
            for (int t = 2; t < 2 + kept; t++)
                Assert.Equal([t, 10.0 * t], file.Find(t)!);
        }
    }

    /// <summary>A disk that is full: the step is lost with one sentence, the steps before are not, and the next run goes on.</summary>
    [Fact]
    public void A_full_disk_loses_no_step_that_was_kept()
    {
        string path = _folder.PathOf("a.steps");
        using (var file = StepFile.Create(path, "header"))
            file.Append(2, [1, 2, 3]);
        byte[] before = File.ReadAllBytes(path);
        var disk = new FullDisk(before, room: 20);
        var full = new StepFile(disk);
        IOException complaint = Assert.Throws<IOException>(() => full.Append(3, [4, 5, 6]));
        Assert.Contains("the checkpoint cannot be written at t = 3 (no space left); the steps before are kept.", complaint.Message, StringComparison.Ordinal);
        using var again = new StepFile(new MemoryStream(disk.ToArray()));
        Assert.Equal([1.0, 2, 3], again.Find(2)!);
        Assert.Null(again.Find(3));
        Assert.Equal("header", again.Header);
    }

    /// <summary>Takes so many bytes more, then no more.</summary>
    private sealed class FullDisk : MemoryStream
    {
        private readonly long _most;

        public FullDisk(byte[] content, int room)
        {
            Write(content, 0, content.Length);
            _most = content.Length + room;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = _most == 0 ? count : (int)Math.Min(count, _most - Position);
            base.Write(buffer, offset, fits);
            if (fits < count) throw new IOException("no space left");
        }
    }
}
