using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass data</c>: known data sets, and what is in data of one's own.</summary>
internal sealed class DataCommand
{
    private readonly Argument<string> _shown = Arguments.Data();
    private readonly Argument<string> _fetched = new("NAME") { Description = "A known name." };
    private readonly Option<int?> _limit = Choices.Number("--limit", "Look at so many samples only, evenly spaced over all.", 1, int.MaxValue);

    /// <summary>The command with its subcommands.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new DataCommand();
        var verb = new Verb(shell, "data", "List the data sets known by name and where they are, describe data, or fetch it.", List)
        {
            Examples =
            [
                ("hourglass data", "Which names there are, and which formats are read."),
                ("hourglass data show photos/", "Count, shape, labels, and files that cannot be read."),
            ],
        };
        var show = new Verb(shell, "show", "Describe data: count, shape, labels, range, and what cannot be read.", invocation => Show(invocation, invocation.Require(command._shown), invocation.Get(command._limit)))
        {
            Examples =
            [
                ("hourglass data show mnist", "A data set known by name."),
                ("hourglass data show photos/ --json", "The same for a program to read."),
            ],
        };
        show.Add(command._shown);
        show.Add(command._limit);
        var fetch = new Verb(shell, "fetch", "Download a data set known by name into the user's cache, its SHA-256 checked.", command.Fetch)
        {
            Examples =
            [
                ("hourglass data fetch mnist", "70,000 handwritten digits."),
                ("hourglass data fetch fashion-mnist", "70,000 pieces of clothing."),
            ],
        };
        fetch.Add(command._fetched);
        var list = new Verb(shell, "list", "List the data sets known by name and where they are.", List)
        {
            Examples =
            [
                ("hourglass data list", "For people."),
                ("hourglass data list --json", "For programs."),
            ],
        };
        verb.Add(list);
        verb.Add(show);
        verb.Add(fetch);
        return verb;
    }

    /// <summary>Opens data and describes it.</summary>
    public static int Show(Invocation invocation, string name, int? limit = null)
    {
        DataDescription description;
        using (var view = invocation.Output.Progress("scanning"))
        {
            using var data = DataSets.Open(name, DataPart.Train, new DataOptions { Limit = limit }, view, invocation.Cancellation);
            description = DataDescription.Of(data, DataSets.HasTestPart(name));
        }

        invocation.Output.Result(description, CliJson.Default.DataDescription, () => description.Print(invocation.Output));
        return ExitCode.Done;
    }

    private static int List(Invocation invocation)
    {
        KnownName[] names = [.. KnownDataSets.All.Select(entry => KnownName.Of(entry))];
        var output = invocation.Output;
        output.Result(new KnownNames(names), CliJson.Default.KnownNames, () =>
        {
            output.Table(["name", "what it is", "where"], [.. names.Select(name => new[] { name.Name, name.Summary, name.Words })], textColumns: 3);
            output.Hint("");
            output.Hint("Names are looked up in the folder that HOURGLASS_DATA names, then in the user's cache; hourglass data fetch NAME downloads.");
            output.Hint("Read by path: folders of pictures (PNG, JPEG, WebP, BMP, PGM, PPM; sub-folders are labels), IDX, npy, npz, tar of pictures; IDX and tar also gzipped.");
        });
        return ExitCode.Done;
    }

    private int Fetch(Invocation invocation)
    {
        var name = invocation.Require(_fetched);
        var known = KnownDataSets.All.Select(entry => entry.Id).ToArray();
        if (KnownDataSets.Find(name) is null)
        {
            var meant = Suggestion.For(name, known) is { } near ? $", did you mean '{near}'?" : $"; there are {string.Join(", ", known)}";
            throw CommandException.Usage($"no data set is called '{name}'{meant}");
        }

        KnownLocation place;
        using (var view = invocation.Output.Progress("downloading"))
            place = KnownDataSets.Fetch(name, view, invocation.Cancellation);
        invocation.Output.Result(new Fetched(name, place.Where), CliJson.Default.Fetched, () =>
            invocation.Output.Line(place.Place == KnownPlace.Drawn ? $"{name} is drawn by the program" : $"{name} is in {place.Where}"));
        return ExitCode.Done;
    }
}

/// <summary>What can be asked for by name.</summary>
/// <param name="DataSets">In the order shown.</param>
internal sealed record KnownNames(IReadOnlyList<KnownName> DataSets);

/// <summary>One known name.</summary>
/// <param name="Name">What users type.</param>
/// <param name="Summary">What it is.</param>
/// <param name="License">What its publisher allows.</param>
/// <param name="Place">Where it comes from: <c>drawn</c>, <c>data-folder</c>, <c>cache</c> or <c>download</c>.</param>
/// <param name="Where">The folder or address; empty when it is drawn.</param>
internal sealed record KnownName(string Name, string Summary, string License, string Place, string Where)
{
    /// <summary>Describes an entry.</summary>
    public static KnownName Of(KnownDataSet set)
    {
        var (place, where) = KnownDataSets.Locate(set.Id);
        return new KnownName(set.Id, set.Summary, set.License, JsonNamingPolicy.KebabCaseLower.ConvertName($"{place}"), where);
    }

    /// <summary>The place, for people.</summary>
    [JsonIgnore]
    public string Words => Place switch
    {
        "drawn" => "drawn by the program",
        "download" => $"not here; {Where}",
        _ => Where,
    };
}

/// <summary>What was fetched.</summary>
/// <param name="Name">What users type.</param>
/// <param name="Place">Where it is.</param>
internal sealed record Fetched(string Name, string Place);
