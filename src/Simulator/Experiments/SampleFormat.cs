namespace Simulator.Experiments;

/// <summary>How samples are written.</summary>
public enum SampleFormat
{
    /// <summary>Apache Parquet: a column of doubles a coordinate, the specification in the file's metadata.</summary>
    Parquet,

    /// <summary>Text with a header, every double such that it reads back the same.</summary>
    Csv,
}
