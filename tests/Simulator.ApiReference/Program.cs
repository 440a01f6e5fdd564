using System.Text;
using Simulator.ApiReference;

if (args is not [{ Length: > 0 } folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("Simulator.ApiReference: expected one argument, the folder that the pages go to (docs/api).");
    return 1;
}

IReadOnlyDictionary<string, string> pages = ReferencePages.All();
foreach (string stale in Directory.EnumerateFiles(folder, "*.md").Where(file => !pages.ContainsKey(Path.GetFileName(file))))
    File.Delete(stale);
foreach ((string name, string text) in pages)
    File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
Console.WriteLine($"Written to {folder}: {pages.Count} pages.");
return 0;
