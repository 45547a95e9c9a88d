using CsCheck;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Tests.Runs;

public sealed class CodeTableTests
{
    [Fact]
    public void FieldsComeBackFromCsvAsTheyWere() =>
        Gen.String.Array[1, 6].Sample(fields =>
        {
            using var reader = new StringReader(string.Join(',', fields.Select(CsvText.Quote)) + "\n");
            Assert.Equal(fields, CsvText.ReadRow(reader, "row"));
            Assert.Null(CsvText.ReadRow(reader, "row"));
        });

    [Fact]
    public void CodesNamesAndCountAreRead()
    {
        using var codes = Read("name,label,c0,c1\n\"a, b.png\",cat,1.5,-2e-3\r\nc.png,,0,7\n");
        var values = new float[4];
        codes.Read([0, 1], values);
        Assert.Equal([1.5f, -2e-3f, 0, 7], values);
        Assert.Equal("a, b.png", codes.NameOf(0));
        Assert.Equal(2, codes.Count);
        Assert.Equal(2, codes.Shape.Size);
    }

    [Fact]
    public void ColumnsBeforeTheCodesAreOptional()
    {
        using var codes = Read("c0\n1\n2\n3");
        Assert.Equal(3, codes.Count);
        Assert.Equal("00002", codes.NameOf(2));
    }

    [Theory]
    [InlineData("", "x.csv is empty; expected codes, as encode writes them.")]
    [InlineData("name,label\na,b\n", "x.csv, row 1: there is no column c0; expected name,label,c0,c1,... as encode writes them.")]
    [InlineData("c0,c2\n1,2\n", "x.csv, row 1: column 2 is 'c2'; expected c1.")]
    [InlineData("c0,c1\n", "x.csv has no rows below its header; at least 1 code is needed.")]
    [InlineData("c0,c1\n1,2\n3\n", "x.csv, row 3: 1 fields; expected 2, as in row 1.")]
    [InlineData("c0,c1\n1,two\n", "x.csv, row 2: c1 is 'two'; expected a finite number.")]
    [InlineData("c0\nNaN\n", "x.csv, row 2: c0 is 'NaN'; expected a finite number.")]
    [InlineData("c0\n1e99\n", "x.csv, row 2: c0 is '1e99'; expected a finite number.")]
    [InlineData("name,c0\n\"a,1\n", "x.csv, row 2: a quote is not closed; close it.")]
    public void ABrokenTableIsRefusedWithItsRow(string text, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => Read(text)).Message);

    [Fact]
    public void AFieldWithoutEndIsRefused() =>
        Assert.StartsWith("x.csv, row 1: more than", Assert.Throws<DataException>(() => Read(new string('a', CsvText.MaxField + 1))).Message);

    private static DataSet Read(string text)
    {
        using var reader = new StringReader(text);
        return CodeTable.Read(reader, "x.csv");
    }
}
