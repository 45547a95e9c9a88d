namespace Hourglass.Data.Images;

/// <summary>Which folders stand for labels: those that the pictures of a part lie in, when each lies in one and there are at least two.</summary>
internal sealed class LabelFolders
{
    private readonly PathTable _paths;
    private readonly int[] _labelOfFolder = [];

    /// <summary>Finds the labels of a collection.</summary>
    /// <param name="paths">All its pictures.</param>
    /// <param name="depths">For each part: how many folders stand above those of the labels.</param>
    /// <param name="partOf">The part that a folder belongs to, or -1 for none.</param>
    public LabelFolders(PathTable paths, int[] depths, Func<int, int> partOf)
    {
        _paths = paths;
        var nameOf = paths.Folders.Select((folder, id) => partOf(id) is >= 0 and var part ? PictureData.Component(folder, depths[part]) : "").ToArray();
        if (nameOf.Contains(null) || nameOf.Where(name => name != "").Distinct().Count() < 2)
            return;
        Names = [.. nameOf.OfType<string>().Where(name => name != "").Distinct().Order(StringComparer.Ordinal)];
        var names = Names.ToArray();
        _labelOfFolder = [.. nameOf.Select(name => Array.BinarySearch(names, name, StringComparer.Ordinal))];
    }

    /// <summary>The names of the labels, sorted; empty where there are none.</summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>The labels of pictures, or null.</summary>
    public int[]? LabelsOf(int[] places) => Names.Count == 0 ? null : [.. places.Select(place => _labelOfFolder[_paths.FolderOf(place)])];
}
