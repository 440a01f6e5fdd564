using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Simulator.ApiReference;

/// <summary>What is public, in the order of the pages, and how it is written in C#.</summary>
internal static class Members
{
    private const SymbolDisplayMiscellaneousOptions Short = SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral;

    private static readonly SymbolDisplayFormat Name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes, genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: Short);

    private static readonly SymbolDisplayFormat Whole = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: Short);

    /// <summary>The public types of an assembly, those inside of others among them, by name.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(IAssemblySymbol assembly) => Below(assembly.GlobalNamespace).OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>What a type has for its users, in the order of the sources but constants and properties first.</summary>
    public static IEnumerable<ISymbol> Of(INamedTypeSymbol type)
        => type.TypeKind == TypeKind.Delegate ? [] : type.GetMembers().Where(m => IsShown(type, m)).OrderBy(m => m switch
        {
            IFieldSymbol => 0,
            IMethodSymbol { MethodKind: MethodKind.Constructor } => 1,
            IPropertySymbol => 2,
            _ => 3,
        });

    /// <summary>The name of a type with its parameters and with the type that it is in.</summary>
    public static string NameOf(ISymbol symbol) => symbol.ToDisplayString(Name);

    /// <summary>The constructor that the declaration of a type holds: its parameters are told in the comment of the type.</summary>
    public static IMethodSymbol? Primary(INamedTypeSymbol type, XElement? comment)
    {
        string[] told = [.. comment?.Elements("param").Select(e => e.Attribute("name")!.Value) ?? []];
        return told.Length == 0 ? null : type.InstanceConstructors.FirstOrDefault(c => c.DeclaredAccessibility == Accessibility.Public && c.Parameters.Select(p => p.Name).SequenceEqual(told));
    }

    /// <summary>The declaration of a member, on one line.</summary>
    public static string Declaration(ISymbol member)
    {
        string text = member.ToDisplayString(Whole);
        return member.DeclaredAccessibility == Accessibility.Public ? text : $"protected {text}";
    }

    /// <summary>The declaration of a type, on one line.</summary>
    public static string Declaration(INamedTypeSymbol type, IMethodSymbol? primary)
    {
        string modifiers = type switch
        {
            { TypeKind: not TypeKind.Class } => "",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        string text = type.ToDisplayString(Whole), parameters = primary is null ? "" : Declaration(primary)[type.Name.Length..];
        string[] above = [.. new[] { type.BaseType }.Concat(type.Interfaces.Where(i => i.Name != nameof(IEquatable<int>)))
            .OfType<INamedTypeSymbol>().Where(t => t.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum or SpecialType.System_MulticastDelegate)).Select(NameOf)];
        return $"public {modifiers}{text}{parameters}{(above.Length > 0 ? " : " + string.Join(", ", above) : "")}";
    }

    private static IEnumerable<INamedTypeSymbol> Below(INamespaceOrTypeSymbol above) => above.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => Below(inner),
        INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type => Below(type).Prepend(type),
        _ => [],
    });

    private static bool IsShown(INamedTypeSymbol type, ISymbol member)
    {
        if (member is INamedTypeSymbol || member.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        if (member.DeclaredAccessibility != Accessibility.Public && type.IsSealed) return false;
        if (member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion) }) return false;
        if (member is IFieldSymbol && type.TypeKind == TypeKind.Enum) return member.Name != "value__";

        // What the compiler writes for records and structures, and what only says again what stands at the base.
        if (member.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute")) return false;
        return !string.IsNullOrEmpty(member.GetDocumentationCommentXml()) && !(member.IsOverride && Comments.IsInherited(member));
    }
}
