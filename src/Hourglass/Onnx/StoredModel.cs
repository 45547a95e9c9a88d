using System.Security.Cryptography;
using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>A model folder whose model.json was read and checked; every other file is checked when it is read.</summary>
internal sealed class StoredModel
{
    // The name of a run's folder that holds its model; Runs stands above this namespace and cannot be asked.
    private const string InsideRun = "model";
    private const string Remedy = "copy or train the model again.";

    private readonly string _folder;

    private StoredModel(string folder, ModelInfo info) => (_folder, Info) = (folder, info);

    /// <summary>What model.json says.</summary>
    public ModelInfo Info { get; }

    /// <summary>Opens a model folder or the model of a run folder.</summary>
    /// <exception cref="ModelFormatException">There is none, or its model.json is broken.</exception>
    public static StoredModel Open(string path)
    {
        var folder = new[] { path, Path.Combine(path, InsideRun) }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, ModelFiles.Info)))
            ?? throw new ModelFormatException(path, $"no model here; expected a folder with {ModelFiles.Info}, or a run folder with one in {InsideRun}/.");
        var file = Path.Combine(folder, ModelFiles.Info);
        var info = ModelJson.Read(Use(file, ModelJson.MaxBytes, ReadAll), file);
        foreach (var name in ModelFiles.Required(info.Architecture))
        {
            if (!info.Files.ContainsKey(name))
                throw new ModelFormatException(file, $"'files' does not name {name}; {Remedy}");
        }

        foreach (var name in info.Files.Keys)
        {
            if (!ModelFiles.Required(info.Architecture).Contains(name) && !ModelFiles.Optional(info.Architecture).Contains(name))
                throw new ModelFormatException(file, $"'files' names '{name}', which is no file of a model; {Remedy}");
        }

        return new StoredModel(folder, info);
    }

    /// <summary>Whether the model has a file.</summary>
    public bool Has(string name) => Info.Files.ContainsKey(name);

    /// <summary>The path of a file, for messages.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Reads a whole file; the bytes that are returned are the very ones that were checked.</summary>
    /// <exception cref="ModelFormatException">It is missing, too long or changed.</exception>
    public byte[] Read(string name)
    {
        var bytes = Use(PathOf(name), LimitOf(name), ReadAll);
        CheckHash(name, SHA256.HashData(bytes));
        return bytes;
    }

    /// <summary>Checks files without keeping them in memory.</summary>
    /// <exception cref="ModelFormatException">One is missing, too long or changed.</exception>
    public void Check(IEnumerable<string> names)
    {
        foreach (var name in names)
            CheckHash(name, Use(PathOf(name), LimitOf(name), SHA256.HashData));
    }

    /// <summary>Reads and checks the tensors of a file.</summary>
    /// <exception cref="ModelFormatException">It is missing, changed or not what the format says.</exception>
    public IReadOnlyList<WeightTensor> ReadTensors(string name) => Safetensors.Read(new MemoryStream(Read(name)), PathOf(name));

    private void CheckHash(string name, byte[] hash)
    {
        if (!string.Equals(Convert.ToHexStringLower(hash), Info.Files[name], StringComparison.Ordinal))
            throw new ModelFormatException(PathOf(name), $"it was changed after it was written: its SHA-256 is not the one in {ModelFiles.Info}; {Remedy}");
    }

    private long LimitOf(string name) => ModelFiles.Limit(name, Info.Architecture)
        ?? throw new ArgumentException($"'{name}' is no file of a model.", nameof(name));

    private static byte[] ReadAll(FileStream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Use(string file, long limit, Func<FileStream, byte[]> use)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (stream.Length > limit)
                throw new ModelFormatException(file, $"{stream.Length} bytes are too many: this model's can have {limit} at most; {Remedy}");
            return use(stream);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(file, $"it is missing; {Remedy}", missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(file, $"it cannot be read ({unreadable.Message.TrimEnd('.')}); {Remedy}", unreadable);
        }
    }
}
