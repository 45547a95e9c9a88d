using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Tests.Onnx;

public sealed class OnnxCheckTests
{
    // Fields of onnx.proto3 that an honest Hourglass model never has.
    private const int SubGraph = 6, AttributeTensor = 5, ExternalData = 13, DataLocation = 14, SparseInitializer = 15, NodeDomain = 7, Functions = 25;

    [Fact]
    public void WhatIsWrittenIsAccepted() => Assert.Equal(["Relu"], Inspect(Model(Node("Relu"))));

    [Theory]
    [InlineData("Loop")]
    [InlineData("If")]
    [InlineData("ConstantOfShape")]
    [InlineData("relu")]
    [InlineData("")]
    public void OperatorsBeyondTheEmittersAreRefused(string operation) => Refused($"the operator '{operation}'", Model(Node(operation)));

    [Fact]
    public void TensorsOutsideTheFileAreRefused()
    {
        Refused("field 14 in a tensor", Model(Tensor(tensor => tensor.Varint(DataLocation, 1))));
        Refused("field 13 in a tensor", Model(Tensor(tensor => tensor.Message(ExternalData, entry =>
        {
            entry.String(EntryField.Key, "location");
            entry.String(EntryField.Value, "../secret");
        }))));
    }

    [Fact]
    public void HiddenPlacesForGraphsAndTensorsAreRefused()
    {
        Refused("field 6 in an attribute", Model(Attribute(attribute => attribute.Message(SubGraph, _ => { }))));
        Refused("field 5 in an attribute", Model(Attribute(attribute => attribute.Message(AttributeTensor, _ => { }))));
        Refused("field 15 in the graph", Model(graph => graph.Message(SparseInitializer, _ => { })));
        Refused("field 7 in a node", Model(graph => graph.Message(GraphField.Node, node => node.String(NodeDomain, "mine"))));
    }

    [Fact]
    public void FunctionsAndOtherOperatorSetsAreRefused()
    {
        var functions = new ProtobufWriter();
        functions.Message(Functions, _ => { });
        Refused("field 25 in the model", functions);
        var domain = new ProtobufWriter();
        domain.Message(ModelField.OperatorSets, set => set.String(OperatorSetField.Domain, "com.microsoft"));
        Refused("operators of another domain", domain);
    }

    [Fact]
    public void ASecondGraphIsLookedThroughToo()
    {
        // Protobuf merges two messages of one field; a check of the first alone would miss the second.
        var model = Model(Node("Relu"));
        model.Message(ModelField.Graph, Node("Loop"));
        Refused("the operator 'Loop'", model);
    }

    [Fact]
    public void NoPrefixOfAModelMakesTheCheckFailInAnotherWay()
    {
        var stream = new MemoryStream();
        var architecture = Catalogue.Build("sparse", SampleShape.Vector(2), 1);
        OnnxEmitter.Write(stream, Architecture.EncoderHalf, architecture, ReferenceNetwork.DrawWeights(architecture, 1), Normalization.Pixels);
        var whole = stream.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                OnnxCheck.Inspect(whole.AsSpan(0, length), "cut.onnx");
            }
            catch (ModelFormatException refused)
            {
                Assert.StartsWith("cut.onnx: it holds ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static ProtobufWriter Model(Action<ProtobufWriter> graph)
    {
        var model = new ProtobufWriter();
        model.Varint(ModelField.IrVersion, 8);
        model.Message(ModelField.Graph, graph);
        return model;
    }

    private static Action<ProtobufWriter> Node(string operation) =>
        graph => graph.Message(GraphField.Node, node => node.String(NodeField.Operation, operation));

    private static Action<ProtobufWriter> Attribute(Action<ProtobufWriter> attribute) =>
        graph => graph.Message(GraphField.Node, node => node.Message(NodeField.Attribute, attribute));

    private static Action<ProtobufWriter> Tensor(Action<ProtobufWriter> tensor) => graph => graph.Message(GraphField.Initializer, tensor);

    private static IReadOnlyList<string> Inspect(ProtobufWriter model) => OnnxCheck.Inspect(model.ToArray(), "test.onnx");

    private static void Refused(string what, ProtobufWriter model)
    {
        var error = Assert.Throws<ModelFormatException>(() => Inspect(model));
        Assert.StartsWith($"test.onnx: it holds {what}", error.Message, StringComparison.Ordinal);
    }
}
