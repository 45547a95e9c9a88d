// Runs the cells of autoencoders.ipynb in order, as one program, and puts what they print back into the notebook and into autoencoders.html:
//   dotnet run -c Release docs/tutorial/run.cs              writes both
//   dotnet run -c Release docs/tutorial/run.cs -- --check   writes nothing; exit code 1 where a figure is off by more than its cell allows
// Words must be the same, and figures may differ by a tenth, or by the shares that the metadata of their cell names (words, tolerance).
#:package Markdig
#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;

const double usualTolerance = 0.1;
var folder = Path.GetDirectoryName(Here())!;
var path = Path.Combine(folder, "autoencoders.ipynb");
var notebook = JsonNode.Parse(File.ReadAllText(path))!;
var cells = notebook["cells"]!.AsArray().Select(cell => cell!).ToList();
var code = cells.Where(cell => Kind(cell) == "code").ToList();
var check = args.Contains("--check");

if (RunAll(code.Select(cell => Text(cell["source"])).ToList()) is not { } printed)
    return 1;

var problems = new List<string>();
if (check)
{
    if (File.ReadAllText(Path.Combine(folder, "autoencoders.html")) != Page())
        problems.Add("autoencoders.html is not the page of autoencoders.ipynb");
    for (var i = 0; i < code.Count; i++)
        Compare(i, TextOf(code[i]["outputs"]), TextOf(printed[i]), (double?)code[i]["metadata"]?["tolerance"] ?? usualTolerance, (double?)code[i]["metadata"]?["words"] ?? 0);
}

if (!check)
{
    for (var i = 0; i < code.Count; i++)
        (code[i]["outputs"], code[i]["execution_count"]) = (printed[i], i + 1);
    var options = new JsonSerializerOptions { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    File.WriteAllText(path, notebook.ToJsonString(options) + "\n");
    File.WriteAllText(Path.Combine(folder, "autoencoders.html"), Page());
}

foreach (var problem in problems)
    Console.WriteLine(problem);
Console.WriteLine($"{code.Count} cells ran, {(check ? $"{problems.Count} difference(s)" : "notebook and page written")}");
return problems.Count > 0 ? 1 : 0;

// What each cell printed, as the outputs of a notebook; null where the program failed, after what it said.
List<JsonArray>? RunAll(List<string> sources)
{
    var program = new StringBuilder();
    bool IsOfTheTop(string line) => line.StartsWith("#:", StringComparison.Ordinal) || Regex.IsMatch(line, @"^using [\w.= ]+;$");
    foreach (var line in sources.SelectMany(source => source.Split('\n')).Where(IsOfTheTop).Distinct().OrderBy(line => line[0] != '#'))
        program.AppendLine(line);
    for (var i = 0; i < sources.Count; i++)
        program.AppendLine(CultureInfo.InvariantCulture, $"Notebook.Cell({i});").AppendJoin('\n', sources[i].Split('\n').Where(line => !IsOfTheTop(line))).AppendLine();
    program.Append(File.ReadAllText(Path.Combine(folder, "Notebook.cs")));

    // Beside the notebook, so that the paths of projects hold.
    var file = Path.Combine(folder, "cells.cs");
    File.WriteAllText(file, program.ToString());
    try
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", "Release", file]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var parts = output.Split("\u0001cell ").Skip(1).Select(part => part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]).ToList();
        if (process.ExitCode == 0 && parts.Count == sources.Count)
            return [.. parts.Select(Outputs)];
        Console.Error.WriteLine(Regex.Replace(output, "\u0001png [^\n]*", "(a picture)"));
        return null;
    }
    finally
    {
        File.Delete(file);
    }
}

// Text becomes a stream, a picture a display; in the order they came.
JsonArray Outputs(string text)
{
    var outputs = new JsonArray();
    foreach (var piece in Regex.Split(text, "(?=\u0001png )|(?<=\u0001png [^\n]*\n)").Where(piece => piece.Trim().Length > 0))
    {
        outputs.Add(piece.StartsWith("\u0001png ", StringComparison.Ordinal)
            ? new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["image/png"] = piece[5..].Trim() } }
            : new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Lines(piece) });
    }

    return outputs;
}

// Figures must be close, and all words the same but a share that the cell allows.
void Compare(int cell, string stored, string now, double tolerance, double otherWords)
{
    const string figure = @"-?\d[\d,]*(\.\d+)?";
    string[] WordsOf(string text) => Regex.Replace(text, figure, "#").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    var (were, are) = (WordsOf(stored), WordsOf(now));
    if (were.Length != are.Length || were.Zip(are).Count(pair => pair.First != pair.Second) > otherWords * were.Length)
        problems.Add($"cell {cell + 1} says other things than are stored; stored:\n{stored}now:\n{now}");
    foreach (var (before, after) in Regex.Matches(stored, figure).Zip(Regex.Matches(now, figure)))
    {
        var (a, b) = (Number(before.Value), Number(after.Value));
        if (Math.Abs(a - b) > tolerance * Math.Max(Math.Abs(a), Math.Abs(b)))
            problems.Add(FormattableString.Invariant($"cell {cell + 1}: {before.Value} is stored, {after.Value} came out; {tolerance:P0} are allowed"));
    }
}

string Page()
{
    var page = new StringBuilder("""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Autoencoders, from the beginning</title><style>
        body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.6 Georgia, serif; color: #222; background: #fff }
        h1, h2 { font-family: system-ui, sans-serif; line-height: 1.2; margin-top: 2.4rem } h1 { font-size: 1.9rem } h2 { font-size: 1.35rem }
        pre { white-space: pre-wrap; padding: .8rem 1rem; border-radius: 6px; font: 13px/1.5 ui-monospace, monospace } code { font: .86em ui-monospace, monospace }
        .code { background: #f4f2ee } .printed { background: none; border-left: 3px solid #c9b98f; border-radius: 0; margin-top: 0 }
        img { max-width: 100%; display: block; margin: .6rem 0; image-rendering: pixelated } table { border-collapse: collapse } td, th { padding: .2rem .8rem .2rem 0; text-align: left }
        @media (prefers-color-scheme: dark) { body { background: #1b1b1d; color: #ddd } .code { background: #28282b } a { color: #8ab4f8 } }
        </style></head><body>

        """);
    var pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();
    foreach (var cell in cells)
    {
        if (Kind(cell) == "markdown")
        {
            page.Append(Markdown.ToHtml(Text(cell["source"]), pipeline));
            continue;
        }

        page.Append("<pre class=\"code\">").Append(WebUtility.HtmlEncode(Text(cell["source"]))).AppendLine("</pre>");
        foreach (var output in cell["outputs"]!.AsArray())
        {
            page.AppendLine(output!["data"]?["image/png"] is { } png
                ? $"<img alt=\"what the cell drew\" src=\"data:image/png;base64,{png}\">"
                : $"<pre class=\"printed\">{WebUtility.HtmlEncode(Text(output["text"]))}</pre>");
        }
    }

    return page.Append("</body></html>\n").ToString();
}

static string Kind(JsonNode cell) => (string)cell["cell_type"]!;
static string Text(JsonNode? lines) => lines is JsonArray array ? string.Concat(array.Select(line => (string)line!)) : (string?)lines ?? "";
static string TextOf(JsonNode? outputs) => string.Concat((outputs as JsonArray ?? []).Select(output => Text(output!["text"])));
static JsonArray Lines(string text) => [.. Regex.Split(text, "(?<=\n)").Where(line => line.Length > 0).Select(line => JsonValue.Create(line))];
static double Number(string text) => double.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
static string Here([CallerFilePath] string path = "") => path;
