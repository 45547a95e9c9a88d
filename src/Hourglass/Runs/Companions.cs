using Hourglass.Data;
using Hourglass.Data.Images;

namespace Hourglass.Runs;

/// <summary>Pictures that go with others: one for all, or in a folder under the same names.</summary>
/// <param name="path">A picture, or a folder of pictures.</param>
/// <param name="what">What they are, for messages: <c>mask</c>.</param>
internal sealed class Companions(string path, string what)
{
    private readonly bool _isFolder = Directory.Exists(path)
        || (File.Exists(path) ? false : throw new DataException($"{path} does not exist; expected a picture, or a folder of pictures, for {what}."));

    /// <summary>The picture that goes with one; the ending of its name may be another.</summary>
    /// <exception cref="DataException">There is none, or it cannot be read.</exception>
    public LoadedPicture For(string name)
    {
        if (!_isFolder)
            return LoadedPicture.Read(path);
        var same = Path.Combine(path, name);
        var found = File.Exists(same) ? same
            : PictureList.Endings.Order(StringComparer.Ordinal).Select(ending => Path.ChangeExtension(same, ending)).FirstOrDefault(File.Exists);
        return found is null
            ? throw new DataException($"has no {what}: {path} holds no picture of that name")
            : LoadedPicture.Read(found);
    }

    /// <summary>The picture that goes with one, of the size that it must have.</summary>
    /// <exception cref="DataException">There is none, it cannot be read, or it has another size.</exception>
    public LoadedPicture For(string name, int width, int height)
    {
        var found = For(name);
        return (found.Colors.Width, found.Colors.Height) == (width, height)
            ? found
            : throw new DataException($"has a {what} of {found.Colors.Width}x{found.Colors.Height}; {width}x{height} is needed");
    }
}
