namespace Hourglass.Data.Known;

internal sealed class DrawnDigits
{
    public const int TrainCount = 10_000;
    public const int TestCount = 2_000;

    public static DataSet Open(KnownDataSet known, DataPart part) => throw new NotImplementedException();
}
