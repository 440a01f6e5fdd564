using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Simulator.Notebooks.Scripting;

/// <summary>The comments of a library, from the file beside it that the compiler writes. It is read when first asked.</summary>
/// <param name="path">The file.</param>
internal sealed class DocumentationFile(string path) : DocumentationProvider
{
    private readonly string _path = path;
    private readonly Lazy<Dictionary<string, string>> _comments = new(() => XDocument.Load(path).Descendants("member")
        .GroupBy(m => (string?)m.Attribute("name") ?? "")
        .ToDictionary(g => g.Key, g => g.First().ToString(SaveOptions.DisableFormatting), StringComparer.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DocumentationFile other && other._path == _path;

    /// <inheritdoc/>
    public override int GetHashCode() => _path.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
        => _comments.Value.GetValueOrDefault(documentationMemberID, "");
}
