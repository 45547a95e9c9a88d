using System.CommandLine;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>What commands do with the codes that an archive holds beside its pictures.</summary>
internal static class ArchiveCodesReading
{
    /// <summary>Refuses an archive without codes.</summary>
    /// <exception cref="CommandException">It has none.</exception>
    public static void Require(Archive archive, string path)
    {
        if (!archive.HasCodes)
            throw CommandException.Usage($"{path} holds no codes of its pictures; pack it with --with-codes");
    }

    /// <summary>Refuses options that are for other things than archives.</summary>
    /// <exception cref="CommandException">One was typed.</exception>
    public static void Refuse(Invocation invocation, string path, IEnumerable<Symbol> strays)
    {
        if (strays.FirstOrDefault(stray => stray is Option option ? invocation.Has(option) : invocation.Has((Argument)stray)) is { } typed)
            throw CommandException.Usage($"{typed.Name} has no meaning here, for {path} is an archive, whose codes are read; leave it out");
    }

    /// <summary>Writes codes into a file, or one for each autoencoder: their codes have nothing to do with each other.</summary>
    public static int Encode(Invocation invocation, string path, string output)
    {
        using var archive = Archive.Open(path, cancellation: invocation.Cancellation);
        Require(archive, path);
        var all = archive.ReadCodes(invocation.Cancellation);
        var encoded = new List<Encoded>();
        for (var i = 0; i < all.Count; i++)
        {
            var file = i == 0 ? output : Path.ChangeExtension(output, null) + FormattableString.Invariant($"-{i + 1}") + Path.GetExtension(output);
            CodeFile.Write(file, all[i]);
            encoded.Add(new Encoded(file, all[i].Count, all[i].CodeLength, 0));
        }

        var first = encoded[0] with { Others = encoded.Count > 1 ? encoded[1..] : null };
        invocation.Output.Result(first, CliJson.Default.Encoded, () => encoded.ForEach(each => each.Print(invocation.Output)));
        return ExitCode.Done;
    }

    /// <summary>Ranks the pictures of an archive by how little their codes belong.</summary>
    public static int Rank(Invocation invocation, string path, int top)
    {
        using var archive = Archive.Open(path, cancellation: invocation.Cancellation);
        Require(archive, path);
        CodeRankings ranked;
        using (var view = invocation.Output.Progress("comparing codes"))
            ranked = new CodeRankings(path, [.. archive.ReadCodes(invocation.Cancellation).Select(codes => CodeOutliers.Rank(codes, invocation.Threads, invocation.Cancellation))]);
        invocation.Output.Result(ranked, CliJson.Default.CodeRankings, () => ranked.Print(invocation.Output, top));
        return ExitCode.Done;
    }

    /// <summary>Lists the pictures that look like one, by their codes.</summary>
    public static int Alike(Invocation invocation, Archive archive, string path, string name, int top)
    {
        Require(archive, path);
        var all = archive.ReadCodes(invocation.Cancellation);
        var found = all.Select(codes => (Codes: codes, Picture: codes.IndexOf(name))).FirstOrDefault(found => found.Picture >= 0);
        if (found.Codes is null)
        {
            var meant = Suggestion.For(name, all.SelectMany(codes => Enumerable.Range(0, codes.Count).Select(codes.NameOf)));
            throw new CommandException(ExitCode.CheckFailed, $"no picture with a code in {path} is called {name}" + (meant is null ? $"; {Application.Name} list shows the names" : $", did you mean '{meant}'?"));
        }

        var alike = new AlikePictures(name, found.Codes.Nearest(found.Picture, top));
        invocation.Output.Result(alike, CliJson.Default.AlikePictures, () => alike.Print(invocation.Output));
        return ExitCode.Done;
    }
}

/// <summary>The pictures whose codes are nearest to that of one.</summary>
/// <param name="Like">The one.</param>
/// <param name="Pictures">The others, the nearest first.</param>
internal sealed record AlikePictures(string Like, IReadOnlyList<CodeNeighbor> Pictures)
{
    /// <summary>Prints it.</summary>
    public void Print(Output output) => output.Table(
        [$"like {Like}", "distance"], [.. Pictures.Select(picture => new[] { picture.Name, FormattableString.Invariant($"{picture.Distance:F1}") })]);
}

/// <summary>The pictures of an archive, ranked by their codes.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Rankings">One for each autoencoder: their codes cannot be compared.</param>
internal sealed record CodeRankings(string Archive, IReadOnlyList<CodeRanking> Rankings)
{
    /// <summary>Prints it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="top">How many pictures of each ranking.</param>
    public void Print(Output output, int top)
    {
        foreach (var ranking in Rankings)
        {
            output.Table(["picture", "score", "nearest", "distance"], [.. ranking.Pictures.Take(top).Select(picture => new[]
            {
                picture.Name, FormattableString.Invariant($"{picture.Score:F1}"), picture.Nearest, FormattableString.Invariant($"{picture.Distance:F1}"),
            })]);
            output.Line();
        }

        output.Line($"{Format.Count(Rankings.Sum(ranking => ranking.Pictures.Count), "picture")}; the score is the mean distance of a code to its {CodeOutliers.Neighbors} nearest others, in steps");
    }
}
