using System.Globalization;
using System.Text;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Runs;

/// <summary>The folder of results: the ranking and a gallery. It appears whole or not at all.</summary>
internal static class PictureOutlierFiles
{
    private const string Table = "outliers.csv";
    private const string Page = "gallery.html";

    /// <summary>Writes the folder.</summary>
    /// <returns>The files in it.</returns>
    /// <exception cref="DataException">The place is taken by something else.</exception>
    public static IReadOnlyList<string> Write(string folder, DataSet data, PictureOutlierReport report, IReadOnlyList<PictureScore> scores)
    {
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Table)))
            throw new DataException($"{folder} holds other files; name a new folder for the results.");
        AtomicFile.WriteFolder(folder, beside =>
        {
            using (var writer = new StreamWriter(Path.Combine(beside, Table), append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            {
                writer.WriteLine("index,name,score,p,outlier,x,y");
                foreach (var picture in report.Pictures)
                {
                    writer.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{picture.Index},{CsvText.Quote(picture.Name)},{picture.Score:0.####},{picture.PValue:0.######},{(picture.IsOutlier ? 1 : 0)},{picture.X},{picture.Y}"));
                }
            }

            OutlierGalleryPage.Write(
                Path.Combine(beside, Page), data, [.. report.Pictures.Select(picture => new OutlierPicture(picture.Index, picture.Score, picture.PValue, scores[picture.Index].Heat))]);
        });
        return [Table, Page];
    }
}
