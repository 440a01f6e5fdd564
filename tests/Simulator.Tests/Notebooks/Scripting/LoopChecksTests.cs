using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

/// <summary>In the expected texts √ stands for a check.</summary>
public class LoopChecksTests
{
    private const string Check = "global::Simulator.Notebooks.Scripting.Interruption.Check();";

    [Theory]
    [InlineData("while (true) ;", "while (true) {√;}")]
    [InlineData("for(;;);", "for(;;){√;}")]
    [InlineData("for (int i = 0; i < 3; i++) { x += i; }", "for (int i = 0; i < 3; i++) {√ x += i; }")]
    [InlineData("foreach (var x in xs) sum += x;", "foreach (var x in xs) {√sum += x;}")]
    [InlineData("foreach (var (a, b) in pairs) sum += a;", "foreach (var (a, b) in pairs) {√sum += a;}")]
    [InlineData("await foreach (var x in xs) { }", "await foreach (var x in xs) {√ }")]
    [InlineData("do x++; while (x < 9);", "do {√x++;} while (x < 9);")]
    [InlineData("do { } while (true);", "do {√ } while (true);")]
    [InlineData("while (a) while (b) ;", "while (a) {√while (b) {√;}}")]
    [InlineData("while (a) if (b) break; else continue;", "while (a) {√if (b) break; else continue;}")]
    [InlineData("Action f = () => { while (true) { } };", "Action f = () => { while (true) {√ } };")]
    [InlineData("int F() { for (;;) return 1; }", "int F() { for (;;) {√return 1;} }")]
    [InlineData("class A { public A() { while (true) ; } }", "class A { public A() { while (true) {√;} } }")]
    [InlineData("again: x++; goto again;", "again:√ x++; goto again;")]
    [InlineData("outer: while (true) { goto outer; }", "outer:√ while (true) {√ goto outer; }")]
    [InlineData("while (true) // for ever\n  ;", "while (true) // for ever\n  {√;}")]
    [InlineData("var s = \"while (true) ;\"; // for (;;) ;", "var s = \"while (true) ;\"; // for (;;) ;")]
    [InlineData("xs.Select(x => x + 1).Sum()", "xs.Select(x => x + 1).Sum()")]
    public void Every_loop_gets_a_check(string code, string expected) => Assert.Equal(expected.Replace("√", Check, StringComparison.Ordinal), LoopChecks.Insert(code));

    [Theory]
    [InlineData("while (true) {")]
    [InlineData("for (int i = 0; i < 3) { }")]
    [InlineData("while (true) ; }")]
    public void Code_that_does_not_parse_is_left_alone(string code) => Assert.Equal(code, LoopChecks.Insert(code));

    /// <summary>In the braces of a check it would be code that compiles.</summary>
    [Fact]
    public void A_declaration_is_no_body_with_or_without_checks()
        => Assert.DoesNotContain(Check, LoopChecks.Insert("while (true) int x = 1;"), StringComparison.Ordinal);

    [Property]
    public Property Loops_within_loops_all_get_a_check_and_no_line_moves() => Prop.ForAll(Statements().ToArbitrary(), code =>
    {
        string guarded = LoopChecks.Insert(code);
        SyntaxNode before = CSharpSyntaxTree.ParseText(code, ScriptSession.Parsing).GetRoot(), after = CSharpSyntaxTree.ParseText(guarded, ScriptSession.Parsing).GetRoot();
        Assert.False(before.ContainsDiagnostics || after.ContainsDiagnostics, guarded);
        Assert.Equal(before.DescendantNodes().Count(IsLoop), guarded.Split(Check).Length - 1);
        Assert.Equal(WithoutBraces(code), WithoutBraces(guarded.Replace(Check, "", StringComparison.Ordinal)));
    });

    private static bool IsLoop(SyntaxNode node) => node.Kind() is SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.WhileStatement or SyntaxKind.DoStatement;

    private static string WithoutBraces(string code) => code.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private static Gen<string> Statements() => Gen.Sized(size => Statement(Math.Min(size, 12)));

    private static Gen<string> Statement(int size)
    {
        Gen<string> simple = Gen.Elements(";", "x++;", "F(\"for (;;) ;\");", "{ }", "{\n  x--;\n}");
        if (size == 0) return simple;
        Gen<string> inner = Statement(size / 2);
        return Gen.OneOf(
            simple,
            inner.Select(s => $"while (x > 0)\n{s}"),
            inner.Select(s => $"for (int i = 0; i < 9; i++) {s}"),
            inner.Select(s => $"foreach (int y in ys) /* all */ {s}"),
            inner.Select(s => $"do {s} while (x < 0);"),
            inner.Select(s => $"if (x == 0) {s} else x = 1;"),
            inner.Select(s => $"{{ int z = 0; void G()\n{{ {s} }} }}"),
            inner.SelectMany(_ => inner, (a, b) => $"{{ {a}\n {b} }}"));
    }
}
