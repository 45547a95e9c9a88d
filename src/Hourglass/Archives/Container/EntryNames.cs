namespace Hourglass.Archives.Container;

/// <summary>Names that do not get in each other's way: none twice, none a file and a folder, however letters and trailing dots are taken.</summary>
internal sealed class EntryNames
{
    private readonly Dictionary<string, bool> _isFolder = new(StringComparer.Ordinal);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Adds a name.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Add(string name, bool isFolder)
    {
        if (EntryName.Fault(name) is { } fault)
            return fault;
        var folded = EntryName.Fold(name);
        if (folded.Split('/').Contains(""))
            return "a part of dots and spaces only";
        for (var slash = folded.IndexOf('/'); slash >= 0; slash = folded.IndexOf('/', slash + 1))
        {
            var above = folded[..slash];
            if (_isFolder.TryGetValue(above, out var aboveIsFolder) && !aboveIsFolder)
                return "below a name that is a file";
            _isFolder.TryAdd(above, true);
        }

        if (isFolder && _isFolder.TryGetValue(folded, out var known) && known)
            return _said.Add(folded) ? null : "there twice";
        if (!_isFolder.TryAdd(folded, isFolder))
            return "there twice, or differs from another only by upper and lower case or trailing dots";
        if (isFolder)
            _said.Add(folded);
        return null;
    }
}
