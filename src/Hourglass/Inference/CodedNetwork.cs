using Hourglass.Architectures;
using Hourglass.Data.Images;
using Hourglass.Onnx;

namespace Hourglass.Inference;

/// <summary>An autoencoder as a restorer: what its code cannot hold, such as noise, does not come out again. Works at one size.</summary>
internal sealed class CodedNetwork : IPictureNetwork
{
    private readonly OnnxSession _encoder;
    private readonly OnnxSession _decoder;
    private readonly int _codeLength;
    private readonly Normalization _normalization;

    /// <summary>Opens both halves.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or broken.</exception>
    public CodedNetwork(StoredModel model, int threads)
    {
        var input = model.Info.Architecture.Input;
        (_codeLength, _normalization) = (ShapeInference.CodeLength(model.Info.Architecture), model.Info.Normalization);
        long[] sample = [input.Channels, input.Height, input.Width];
        long[] code = [_codeLength];
        _encoder = Session(ModelFiles.Encoder, (OnnxEmitter.Samples, sample), (OnnxEmitter.Codes, code));
        try
        {
            _decoder = Session(ModelFiles.Decoder, (OnnxEmitter.Codes, code), (OnnxEmitter.Outputs, sample));
        }
        catch
        {
            _encoder.Dispose();
            throw;
        }

        OnnxSession Session(string name, (string, long[]) from, (string, long[]) to) => new(model.Read(name), model.PathOf(name), from, to, threads);
    }

    /// <inheritdoc />
    public void Run(Planes input, Planes output)
    {
        var (low, span) = (_normalization.Low, _normalization.Span);
        var (stored, code) = (new float[input.Values.Length], new float[_codeLength]);
        for (var i = 0; i < stored.Length; i++)
            stored[i] = low + span * input.Values[i];
        _encoder.Run(stored, code);
        _decoder.Run(code, output.Values);
        for (var i = 0; i < output.Values.Length; i++)
            output.Values[i] = (output.Values[i] - low) / span;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }
}
