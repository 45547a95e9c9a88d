using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;

namespace Hourglass.Runs;
internal static class MapPage
{
    public static void Write(string path, Autoencoder model, DataSet data, LatentMap map, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
