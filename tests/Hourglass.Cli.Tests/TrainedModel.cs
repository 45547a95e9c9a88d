namespace Hourglass.Cli.Tests;

/// <summary>One small model, trained once by the program itself, for all tests that use a model.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel() => (Training, Libraries) = Started.RunTraced(
        Folder, "train", "digits", "--limit", "400", "--epochs", "2", "--latent", "8", "--threads", "1", "--device", "cpu", "-o", "run");

    /// <summary>The folder that commands are run in; the run is in <c>run</c>.</summary>
    public string Folder => _folder.Path;

    /// <summary>How training went.</summary>
    internal Typed Training { get; }

    /// <summary>The native libraries that training held.</summary>
    public string[] Libraries { get; }

    public string this[string name] => Path.Combine(Folder, name);

    public void Dispose() => _folder.Dispose();
}
