namespace Hourglass.Data.Images;

/// <summary>Pictures in a folder <c>input</c> and what should become of them in a folder <c>target</c> beside it, under the same names.</summary>
public sealed class PhotographPairs : IDisposable
{
    private const string InputFolder = "input";
    private const string TargetFolder = "target";

    private readonly (int Input, int Target)[] _pairs;

    private PhotographPairs(Photographs inputs, Photographs targets, (int, int)[] pairs, IReadOnlyList<DataProblem> problems) =>
        (Inputs, Targets, _pairs, Problems) = (inputs, targets, pairs, problems);

    /// <summary>All pictures that could be read of the one folder.</summary>
    public Photographs Inputs { get; }

    /// <summary>The same of the other.</summary>
    public Photographs Targets { get; }

    /// <summary>What was left out: files that are no pictures, pictures without a partner, and pairs of unequal sizes.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }

    /// <summary>How many pairs there are.</summary>
    public int Count => _pairs.Length;

    /// <summary>The places of a pair in <see cref="Inputs"/> and <see cref="Targets"/>.</summary>
    public (int Input, int Target) this[int index] => _pairs[index];

    /// <summary>Whether a path is a folder with the two folders in it.</summary>
    public static bool AreIn(string path) => Directory.Exists(Path.Combine(path, InputFolder)) && Directory.Exists(Path.Combine(path, TargetFolder));

    /// <summary>Opens the two folders and finds the pairs; names are compared without their endings.</summary>
    /// <param name="path">The folder that holds both.</param>
    /// <param name="inputChannels">1 or 3.</param>
    /// <param name="targetChannels">1 or 3.</param>
    /// <param name="options">Whether to be strict, and how many pictures to use.</param>
    /// <param name="progress">Told how many are read.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A folder is missing or holds no pictures; there is no pair; or, when strict, anything is left out.</exception>
    public static PhotographPairs Open(
        string path, int inputChannels, int targetChannels, DataOptions? options = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!AreIn(path))
            throw new DataException($"{path} has no folders {InputFolder} and {TargetFolder}; put the pictures to learn from into the one, and what should become of them into the other.");
        var inputs = Photographs.Open(Path.Combine(path, InputFolder), inputChannels, options, progress, cancellation);
        Photographs? targets = null;
        try
        {
            targets = Photographs.Open(Path.Combine(path, TargetFolder), targetChannels, options is null ? null : options with { Limit = null }, progress, cancellation);
            var problems = new List<DataProblem>();
            var pairs = Match(inputs, targets, options?.Limit is not null, problems);
            if (pairs.Length == 0 || (options?.Strict == true && problems.Count > 0))
            {
                throw new DataException($"{path}: {problems.Count} file(s) make no pair; the first: {problems[0].Name} {problems[0].Reason}."
                    + (pairs.Length == 0 ? " No pair is left." : " Remove them, or read without strict to leave them out."));
            }

            return new PhotographPairs(inputs, targets, pairs, problems);
        }
        catch
        {
            inputs.Dispose();
            targets?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }

    private static (int, int)[] Match(Photographs inputs, Photographs targets, bool some, List<DataProblem> problems)
    {
        problems.AddRange(inputs.Problems.Select(problem => problem with { Name = $"{InputFolder}/{problem.Name}" }));
        problems.AddRange(targets.Problems.Select(problem => problem with { Name = $"{TargetFolder}/{problem.Name}" }));
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < targets.Count; i++)
        {
            if (!byName.TryAdd(Stem(targets.NameOf(i)), i))
                problems.Add(new DataProblem($"{TargetFolder}/{targets.NameOf(i)}", "has the name of another but for its ending"));
        }

        var pairs = new List<(int, int)>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var name = $"{InputFolder}/{inputs.NameOf(i)}";
            var (height, width) = inputs.SizeOf(i);
            if (!byName.Remove(Stem(inputs.NameOf(i)), out var target))
                problems.Add(new DataProblem(name, $"has no partner in {TargetFolder}"));
            else if (targets.SizeOf(target) is var other && other != (height, width))
                problems.Add(new DataProblem(name, $"is {width}x{height}, its partner {other.Width}x{other.Height}"));
            else
                pairs.Add((i, target));
        }

        if (!some)
            problems.AddRange(byName.Values.Order().Select(i => new DataProblem($"{TargetFolder}/{targets.NameOf(i)}", $"has no partner in {InputFolder}")));
        return [.. pairs];
    }

    private static string Stem(string path) => Path.ChangeExtension(path, null);
}
