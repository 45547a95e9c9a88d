namespace Hourglass.Data;

/// <summary>Opens data sets by known name or by path.</summary>
public static class DataSets
{
    /// <summary>Opens one part of a data set. Every value that it gives is finite.</summary>
    /// <param name="nameOrPath">
    /// A known name (<c>mnist</c>, <c>fashion-mnist</c>, <c>digits</c>), or a path to an IDX file (raw or gzip), a folder of pictures or IDX files,
    /// an npy or npz file, or a tar (raw or gzip) of pictures.
    /// </param>
    /// <param name="part">Which part; data without parts has only <see cref="DataPart.Train"/>, which is all of it.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told how far a scan or download has come.</param>
    /// <param name="cancellation">Stops a scan or download.</param>
    /// <exception cref="DataException">It is not there, holds no samples, is broken, or has no such part.</exception>
    public static DataSet Open(
        string nameOrPath, DataPart part = DataPart.Train, DataOptions? options = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Whether the data comes with a held-out part: known names, <c>train</c> and <c>test</c> sub-folders, <c>x_train</c> and <c>x_test</c> arrays.</summary>
    /// <exception cref="DataException">It is not there.</exception>
    public static bool HasTestPart(string nameOrPath) => throw new NotImplementedException();
}
