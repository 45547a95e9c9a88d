using System.Security.Cryptography;
using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The last two checkpoints of a run, each a folder that appears whole: tensors.safetensors, and state.json with the tensors' SHA-256.
/// A checkpoint that is broken is passed over for the one before it.
/// </summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="identity">Names plan and data; a checkpoint of another identity is refused.</param>
internal sealed class CheckpointStore(string folder, string identity)
{
    private const int Version = 2;
    private const string MeanName = "optimizer.mean";
    private const string SquareName = "optimizer.square";
    private const string BestPrefix = "best.";
    private const string TensorsFile = "tensors.safetensors";
    private const string StateFile = "state.json";

    private readonly string _latest = Path.Combine(folder, "latest");
    private readonly string _previous = Path.Combine(folder, "previous");

    /// <summary>Writes the checkpoint; the one before it stays until the next.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written; the checkpoints that were there remain.</exception>
    public void Save(TorchNetwork network, AdamOptimizer optimizer, TrainerState state, IReadOnlyList<WeightTensor>? best)
    {
        DeleteUnfinished();
        WeightTensor[] tensors =
        [
            .. network.Weights(),
            Flat(MeanName, optimizer.Mean),
            Flat(SquareName, optimizer.Square),
            .. (best ?? []).Select(weight => weight with { Name = BestPrefix + weight.Name }),
        ];
        state.Groups = optimizer.Groups;
        var next = Path.Combine(folder, "next");
        AtomicFile.WriteFolder(next, path =>
        {
            var file = Path.Combine(path, TensorsFile);
            AtomicFile.Write(file, stream => Safetensors.Write(stream, tensors));
            var saved = new SavedState { Version = Version, Identity = identity, TensorsSha256 = HashOf(file), State = state };
            AtomicFile.WriteText(Path.Combine(path, StateFile), JsonSerializer.Serialize(saved, TrainerJson.Default.SavedState));
        });

        // Killed between any two of these lines, at least one whole checkpoint stands under one of the three names.
        if (Directory.Exists(_latest))
        {
            if (Directory.Exists(_previous))
                Directory.Delete(_previous, recursive: true);
            Directory.Move(_latest, _previous);
        }

        Directory.Move(next, _latest);
    }

    /// <summary>Loads the newest whole checkpoint into network and optimizer.</summary>
    /// <exception cref="CheckpointException">There is none, or it belongs to another plan.</exception>
    public (TrainerState State, IReadOnlyList<WeightTensor>? Best) Load(TorchNetwork network, AdamOptimizer optimizer)
    {
        Exception? broken = null;
        foreach (var path in new[] { Path.Combine(folder, "next"), _latest, _previous }.Where(Directory.Exists))
        {
            try
            {
                return Load(path, network, optimizer);
            }
            catch (Exception unreadable) when (unreadable is IOException or JsonException or ModelFormatException or ArchitectureException)
            {
                broken ??= unreadable;
            }
        }

        throw broken is null
            ? new CheckpointException($"No checkpoint in {folder}: the run was stopped before its first; start it again without --resume.")
            : new CheckpointException($"No whole checkpoint in {folder} ({broken.Message}); start the run again without --resume.", broken);
    }

    private (TrainerState State, IReadOnlyList<WeightTensor>? Best) Load(string path, TorchNetwork network, AdamOptimizer optimizer)
    {
        var saved = JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(path, StateFile)), TrainerJson.Default.SavedState)
            ?? throw new JsonException($"{StateFile} is null.");
        if (saved.Version != Version)
            throw new CheckpointException($"{path} has format version {saved.Version}; this program reads {Version}.");
        if (saved.Identity != identity)
            throw new CheckpointException($"{path} belongs to another plan or other data; undo the change of plan.json or of the data to resume.");
        var file = Path.Combine(path, TensorsFile);
        if (HashOf(file) != saved.TensorsSha256)
            throw new IOException($"{file} is damaged: its SHA-256 is not the one in {StateFile}");

        using var stream = File.OpenRead(file);
        var tensors = Safetensors.Read(stream, TensorsFile).ToDictionary(weight => weight.Name, StringComparer.Ordinal);
        network.Load(tensors.Values.Where(weight => !weight.Name.StartsWith(BestPrefix, StringComparison.Ordinal)));
        Restore(optimizer.Mean, tensors.GetValueOrDefault(MeanName));
        Restore(optimizer.Square, tensors.GetValueOrDefault(SquareName));
        if (saved.State.Groups.Length != optimizer.Groups.Length)
            throw new ArchitectureException($"the optimizer has {optimizer.Groups.Length} groups of parameters, the checkpoint {saved.State.Groups.Length}");
        optimizer.Groups = saved.State.Groups;
        WeightTensor[] best = [.. tensors.Values
            .Where(weight => weight.Name.StartsWith(BestPrefix, StringComparison.Ordinal))
            .Select(weight => weight with { Name = weight.Name[BestPrefix.Length..] })];
        return (saved.State, best.Length > 0 ? best : null);
    }

    /// <summary>A process that is killed while it writes leaves a folder under a name of its own.</summary>
    private void DeleteUnfinished()
    {
        foreach (var unfinished in Directory.CreateDirectory(folder).EnumerateDirectories().Where(path => path.Extension.Length > 0))
            unfinished.Delete(recursive: true);
    }

    private static WeightTensor Flat(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.cpu().data<float>().ToArray();
        return new WeightTensor(name, [values.Length], values);
    }

    private static void Restore(Tensor into, WeightTensor? saved)
    {
        if (saved is null || saved.Values.LongLength != into.numel())
            throw new ArchitectureException("the optimizer's state is missing or has another length");
        using var scope = NewDisposeScope();
        into.copy_(tensor(saved.Values));
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>What state.json of a checkpoint holds.</summary>
internal sealed record SavedState
{
    /// <summary>The format's version.</summary>
    public required int Version { get; init; }

    /// <summary>Names the plan and the data.</summary>
    public required string Identity { get; init; }

    /// <summary>The SHA-256 of the tensors' file, in hexadecimal.</summary>
    public required string TensorsSha256 { get; init; }

    /// <summary>Where the run stands.</summary>
    public required TrainerState State { get; init; }
}
