"""What the local stack reads from template.yaml, and what it changes before deploying it."""

from pathlib import Path

import pytest
import yaml
from local.template import PROXY_VARIABLE, code_folders, localize, read_template

TEXT = """
Globals:
  Function: {Handler: app.handler, Layers: [!Ref Layer], CodeUri: shared/}
Resources:
  Table: {Type: AWS::DynamoDB::Table, Properties: {Name: !Sub "${A}-${B}", Day: 2026-11-21}}
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: x}}
  Alarm: {Type: AWS::CloudWatch::Alarm}
  One:
    Type: AWS::Serverless::Function
    Condition: Wanted
    Properties:
      CodeUri: functions/one/
      Layers: [!Ref Layer]
      Environment:
        Variables:
          TABLE: !GetAtt Table.Arn
          NESTED: !GetAtt Stack.Outputs.Name
          CHOICE: !If [Wanted, !Ref A, !Select [0, !Split [",", "a,b"]]]
  Two: {Type: AWS::Serverless::Function, Properties: {}}
"""


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "template.yaml"
    file.write_text(TEXT)
    return read_template(file)


def test_short_tags_have_their_long_form(template):
    variables = template["Resources"]["One"]["Properties"]["Environment"]["Variables"]
    assert variables["TABLE"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert variables["NESTED"] == {"Fn::GetAtt": ["Stack", "Outputs.Name"]}
    assert variables["CHOICE"] == {
        "Fn::If": ["Wanted", {"Ref": "A"}, {"Fn::Select": [0, {"Fn::Split": [",", "a,b"]}]}]
    }


def test_sub_stays_for_cloudformation_and_dates_stay_text(template):
    properties = template["Resources"]["Table"]["Properties"]
    assert properties == {"Name": {"Fn::Sub": "${A}-${B}"}, "Day": "2026-11-21"}


def test_python_objects_in_yaml_are_refused(tmp_path):
    file = tmp_path / "template.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []")
    with pytest.raises(yaml.YAMLError):
        read_template(file)


def test_code_folder_is_the_functions_own_or_the_shared_one(template):
    assert code_folders(template, Path("/project")) == {
        "One": Path("/project/functions/one"),
        "Two": Path("/project/shared"),
    }


def test_localized_functions_run_at_the_given_address(template):
    localized = localize(template, "http://127.0.0.1:1")
    one = localized["Resources"]["One"]
    assert one["Condition"] == "Wanted"
    assert one["Properties"]["Environment"]["Variables"][PROXY_VARIABLE] == "http://127.0.0.1:1/One"
    assert one["Properties"]["Environment"]["Variables"]["TABLE"] == {
        "Fn::GetAtt": ["Table", "Arn"]
    }
    assert not {"CodeUri", "Layers"} & set(one["Properties"])
    assert localized["Globals"]["Function"] == {"Handler": "app.handler"}


def test_localizing_leaves_out_layers_and_alarms_and_keeps_the_rest(template):
    localized = localize(template, "http://127.0.0.1:1")
    assert set(localized["Resources"]) == {"Table", "One", "Two"}
    assert localized["Resources"]["Table"] == template["Resources"]["Table"]


def test_localizing_does_not_change_the_template_it_was_given(template):
    localize(template, "http://127.0.0.1:1")
    assert "CodeUri" in template["Resources"]["One"]["Properties"]
    assert "Layers" in template["Globals"]["Function"]
