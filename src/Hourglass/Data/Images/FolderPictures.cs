using System.IO.Enumeration;
using Hourglass.Data.Bytes;

namespace Hourglass.Data.Images;

/// <summary>Pictures that are files under a folder.</summary>
internal sealed class FolderPictures(PictureList list) : IPictureFiles
{
    /// <summary>The deepest sub-folder that is entered.</summary>
    public const int MaxDepth = 64;

    /// <summary>Finds the pictures under a folder, hidden files and folders left out; links are followed unless they lead back to where they lie.</summary>
    /// <exception cref="DataException">A folder cannot be read or is too deep.</exception>
    public static PictureList List(string root, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (paths, ignored) = (new PathTable(), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        try
        {
            Walk(new DirectoryInfo(root).FullName, "", 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{root} cannot be read: {error.Message}", error);
        }

        paths.Sort();
        return new PictureList(root, paths, ignored);

        void Walk(string folder, string relative, int depth)
        {
            if (depth > MaxDepth)
                throw new DataException($"{folder} lies more than {MaxDepth} folders below {root}; is it a loop of links?");
            var folders = new List<string>();
            var entries = new FileSystemEnumerable<(string Name, bool IsFolder)>(
                folder, (ref entry) => (entry.FileName.ToString(), entry.IsDirectory),
                new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 });
            foreach (var (name, isFolder) in entries)
            {
                cancellation.ThrowIfCancellationRequested();
                if (PictureList.IsHidden(name))
                    continue;
                if (isFolder)
                {
                    if (!LeadsBack(Path.Combine(folder, name)))
                        folders.Add(name);
                }
                else if (PictureList.IsPicture(name))
                {
                    paths.Add(relative, name);
                }
                else
                {
                    var ending = Path.GetExtension(name);
                    ignored[ending] = ignored.GetValueOrDefault(ending) + 1;
                }
            }

            progress?.Report(new DataProgress("listing", paths.Count, 0));
            foreach (var name in folders)
                Walk(Path.Combine(folder, name), relative.Length == 0 ? name : $"{relative}/{name}", depth + 1);
        }
    }

    /// <inheritdoc />
    public RentedBytes Read(int place) => PictureBytes.Read(Path.Combine(list.Root, list.Paths.PathOf(place)));

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>Whether a folder is a link to one that it lies in.</summary>
    internal static bool LeadsBack(string folder)
    {
        if (new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true) is not { } target)
            return false;
        var above = Path.TrimEndingDirectorySeparator(target.FullName) + Path.DirectorySeparatorChar;
        return (folder + Path.DirectorySeparatorChar).StartsWith(above, StringComparison.Ordinal);
    }
}
