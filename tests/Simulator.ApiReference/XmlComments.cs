using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Simulator.ApiReference;

/// <summary>The file of comments beside an assembly, as the compiler reads it.</summary>
/// <param name="path">The file.</param>
internal sealed class XmlComments(string path) : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value, m => m.ToString(SaveOptions.DisableFormatting));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(path);

    /// <inheritdoc/>
    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
        => _members.GetValueOrDefault(documentationMemberID, "");
}
