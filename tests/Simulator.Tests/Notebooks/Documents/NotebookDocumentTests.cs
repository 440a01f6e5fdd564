using System.Text;
using Simulator.Notebooks;
using Simulator.Notebooks.Documents;
using Simulator.Specifications;
using Xunit;

namespace Simulator.Tests.Notebooks.Documents;

public sealed class NotebookDocumentTests : IDisposable
{
    /// <summary>As nbformat writes it: fields by name, one space, texts as they are.</summary>
    private const string Whole = """
        {
         "cells": [
          {
           "attachments": {},
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {},
           "source": [
            "# Consistency – W₁ < ½ & 'more' + \"less\" 😀\n",
            "\n",
            "second"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "b2",
           "metadata": {
            "future": [
             1.0,
             2e-3,
             null
            ],
            "tags": [
             "varies"
            ]
           },
           "outputs": [
            {
             "data": {
              "text/html": [
               "<b>1</b>\n",
               "<i>2</i>"
              ],
              "text/plain": [
               "1\n"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "tab\there\n"
             ]
            }
           ],
           "source": [
            "1 + 1"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "C# (Simulator)",
           "language": "C#",
           "name": "simulator-csharp"
          },
          "language_info": {
           "codemirror_mode": "text/x-csharp",
           "file_extension": ".csx",
           "mimetype": "text/x-csharp",
           "name": "C#",
           "pygments_lexer": "csharp",
           "version": "14.0"
          },
          "strange": {
           "kept": true
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("simulator notebook ").FullName;

    private string FilePath => Path.Combine(_folder, "a.ipynb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_read_is_written_byte_for_byte()
    {
        byte[] before = Encoding.UTF8.GetBytes(Whole);
        File.WriteAllBytes(FilePath, before);
        NotebookDocument.Read(FilePath).Write();
        Assert.Equal(Whole, File.ReadAllText(FilePath));
        Assert.Equal(before, File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Cells_know_their_text_their_tags_and_their_outputs()
    {
        File.WriteAllText(FilePath, Whole);
        NotebookDocument notebook = NotebookDocument.Read(FilePath);
        Assert.Equal([(1, false), (2, true)], notebook.Cells.Select(c => (c.Number, c.IsCode)));
        NotebookCell code = notebook.Cells[1];
        Assert.Equal(("1 + 1", true, false, false), (code.Source, code.Varies, code.RaisesException, code.HasError));
        Assert.Equal("1\ntab\there\n", code.OutputText);
        Assert.Equal([MimeBundle.Html, MimeBundle.Plain], code.Types);
    }

    [Fact]
    public void New_outputs_stand_in_the_file_as_Jupyter_would_write_them()
    {
        File.WriteAllText(FilePath, Whole);
        NotebookDocument notebook = NotebookDocument.Read(FilePath);
        notebook.Cells[1].SetOutputs(
            [new ResultOutput(MimeBundle.Of((MimeBundle.Html, "<b>1</b>\n<i>2</i>"), (MimeBundle.Plain, "1\n")), 3), new StreamOutput("stdout", "tab\there\n")], 3);
        notebook.Write();
        Assert.Equal(Whole, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("", "no JSON, at line 1, expected a notebook (.ipynb).")]
    [InlineData("{ \"cells\": [\n oops", "no JSON, at line 2, expected a notebook (.ipynb).")]
    [InlineData("[]", "found no list of cells, expected a notebook (.ipynb) of format 4.")]
    [InlineData("null", "found no list of cells, expected a notebook (.ipynb) of format 4.")]
    [InlineData("""{"worksheets": [], "nbformat": 3}""", "found no list of cells, expected a notebook (.ipynb) of format 4.")]
    [InlineData("""{"cells": [], "nbformat": 3}""", "nbformat: found 3, expected 4.")]
    [InlineData("""{"cells": []}""", "nbformat: found nothing, expected 4.")]
    [InlineData("""{"cells": [], "nbformat": "four"}""", "nbformat: found \"four\", expected 4.")]
    [InlineData("""{"cells": [], "nbformat": 4, "metadata": {"kernelspec": {"language": "python"}}}""", "metadata: found a notebook in python, expected C#.")]
    [InlineData("""{"cells": [{"cell_type": "code", "source": ""}, {"cell_type": "code"}], "nbformat": 4}""", "cell 2: found no cell, expected cell_type and source.")]
    [InlineData("""{"cells": [{"cell_type": "code", "source": [1]}], "nbformat": 4}""", "cell 1: found no cell, expected cell_type and source.")]
    [InlineData("""{"cells": [7], "nbformat": 4}""", "cell 1: found no cell, expected cell_type and source.")]
    [InlineData("""{"cells": [], "cells": [], "nbformat": 4}""", "found a field twice, expected a notebook (.ipynb).")]
    public void What_is_no_notebook_in_this_language_is_refused(string text, string problem)
    {
        File.WriteAllText(FilePath, text);
        Assert.Equal($"{FilePath}: {problem}", Assert.Throws<SpecificationException>(() => NotebookDocument.Read(FilePath)).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
        => Assert.Equal($"{FilePath}: no such file, expected a notebook (.ipynb).", Assert.Throws<SpecificationException>(() => NotebookDocument.Read(FilePath)).Message);

    [Fact]
    public void A_file_that_cannot_be_replaced_stays_as_it_is()
    {
        File.WriteAllText(FilePath, Whole);
        NotebookDocument notebook = NotebookDocument.Read(FilePath);
        File.Delete(FilePath);
        Directory.CreateDirectory(Path.Combine(FilePath, "in the way"));
        Assert.ThrowsAny<Exception>(notebook.Write);
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("c#")]
    [InlineData("C#")]
    [InlineData("csharp")]
    public void The_language_has_several_names(string language)
    {
        File.WriteAllText(FilePath, """{"cells": [], "nbformat": 4, "metadata": {"kernelspec": {"language": "LANGUAGE"}}}""".Replace("LANGUAGE", language, StringComparison.Ordinal));
        Assert.Empty(NotebookDocument.Read(FilePath).Cells);
    }

    [Fact]
    public void A_byte_order_mark_is_read_over_and_bytes_that_are_no_text_are_one_sentence()
    {
        File.WriteAllBytes(FilePath, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Whole)]);
        NotebookDocument.Read(FilePath).Write();
        Assert.Equal(Encoding.UTF8.GetBytes(Whole), File.ReadAllBytes(FilePath));

        File.WriteAllBytes(FilePath, Encoding.Latin1.GetBytes(Whole.Replace("second", "zweitens: \u00FC", StringComparison.Ordinal)));
        Assert.Equal($"{FilePath}: found bytes that are no UTF-8, expected a notebook (.ipynb).", Assert.Throws<SpecificationException>(() => NotebookDocument.Read(FilePath)).Message);
    }

    [Fact]
    public void Behind_a_link_the_file_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights of their own.");
        File.WriteAllText(FilePath, Whole);
        string link = Path.Combine(_folder, "link.ipynb");
        File.CreateSymbolicLink(link, "a.ipynb");
        NotebookDocument notebook = NotebookDocument.Read(link);
        notebook.Cells[1].SetOutputs([], null);
        notebook.Write();
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotEqual(Whole, File.ReadAllText(FilePath));
    }
}
